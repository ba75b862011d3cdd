import type { Core } from '../Engine.ts'

/**
 * One look, past every cache, at a settled generation's pictures. `failed` is one that did not load: expired, unless the
 * look brings it another URL. Without it the look clears what was expired. A look that fails says nothing.
 */
export async function inspect({ client, journal }: Core, key: string, failed?: number): Promise<void> {
  const record = journal.get(key)
  if (!record?.task) return
  const expired = record.expired ?? []
  if (failed !== undefined && expired.includes(failed)) return
  const before = record.task
  const task = await client.getTask(before.id, { fresh: true }).catch(() => undefined)
  if (!task) return
  const length = Math.max(task.data.length, before.data.length)
  const data = Array.from({ length }, (_, index) => ({
    url: task.data[index]?.url ?? before.data[index]?.url ?? null,
  }))
  const isSame = (index: number) => data[index]?.url === before.data[index]?.url
  const still = failed === undefined ? [] : [...expired, failed].filter(isSame)
  await journal.dispatch(key, { type: 'inspect', task: { ...task, data }, expired: still })
}
