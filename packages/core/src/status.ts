/**
 * Every word a generation can be in. The API's five (`pending` … `canceled`) keep their meaning;
 * `queued`, `submitting` and `uncertain` are what only a client can know.
 *
 * `settled`: its fate is known and final. `live`: it goes on by itself. `uncertain` is neither: it waits for a person.
 */
export const STATUSES = {
  queued: { settled: false, live: true },
  submitting: { settled: false, live: true },
  uncertain: { settled: false, live: false },
  pending: { settled: false, live: true },
  processing: { settled: false, live: true },
  succeeded: { settled: true, live: false },
  failed: { settled: true, live: false },
  canceled: { settled: true, live: false },
} as const satisfies Record<string, { settled: boolean; live: boolean }>

/** The status of a generation. */
export type Status = keyof typeof STATUSES

/** The words an upstream task travels with, as the API page lists them, in the order of a task's life. */
export const TASK_STATUSES = [
  'pending',
  'processing',
  'succeeded',
  'failed',
  'canceled',
] as const satisfies readonly Status[]

/** The status of a task. */
export type TaskStatus = (typeof TASK_STATUSES)[number]
