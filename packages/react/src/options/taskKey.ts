/** Where a task lies in a QueryClient. */
export type TaskKey = readonly ['limn', 'task', string | undefined]

export const taskKey = (id: string | undefined): TaskKey => ['limn', 'task', id]
