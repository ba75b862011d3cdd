import { isLimnError, LimnError, type Client, type Task } from '@limn/core'

/** Tasks that one request may name. */
export const BATCH = 32

interface Read {
  readonly id: string
  readonly options: NonNullable<Parameters<Client['getTask']>[1]>
  readonly resolve: (task: Task) => void
  readonly reject: (error: unknown) => void
}

/** A client whose `getTask`s of one tick travel as one request where the proxy can tell of many. `fresh` ones go alone. */
export function batchReads(client: Client, canBatch: () => boolean): Client {
  let reads: Read[] = []

  function flush() {
    const open = reads.filter(({ options }) => !options.signal?.aborted)
    reads = []
    const size = canBatch() ? BATCH : 1
    for (const alike of Map.groupBy(open, ({ options }) => `${options.wait} ${options.seen === undefined}`).values())
      for (let from = 0; from < alike.length; from += size) send(alike.slice(from, from + size))
  }

  function send(batch: readonly Read[]) {
    const all = new AbortController()
    const giveUp = () => batch.every(({ options }) => options.signal?.aborted) && all.abort()
    for (const { options } of batch) options.signal?.addEventListener('abort', giveUp)
    const [{ id, options }] = batch as readonly [Read]
    const { signal } = all
    const seen = batch.flatMap((read) => read.options.seen ?? [])
    const answer =
      batch.length === 1
        ? client.getTask(id, { ...options, signal }).then((task) => [task])
        : client.getTasks(
            batch.map((read) => read.id),
            { wait: options.wait, signal, ...(seen.length > 0 && { seen }) },
          )
    answer.then(
      (entries) =>
        batch.forEach(({ resolve, reject }, index) => {
          const entry = entries[index] ?? new LimnError('invalid_response', 'The answer leaves this task out.')
          if (isLimnError(entry)) reject(entry)
          else resolve(entry)
        }),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    )
  }

  return {
    ...client,
    getTask: (id, options = {}) =>
      options.fresh
        ? client.getTask(id, options)
        : new Promise((resolve, reject) => {
            const giveUp = () => reject(new LimnError('aborted', 'The call was given up before an answer came.'))
            options.signal?.addEventListener('abort', giveUp)
            if (options.signal?.aborted) giveUp()
            else if (reads.push({ id, options, resolve, reject }) === 1) setTimeout(flush)
          }),
  }
}
