import type { Core } from '../Engine.ts'

/** One look, past every cache, at a settled generation's pictures: a URL that stayed the same is expired, another is fresh. */
export async function inspect({ client, journal }: Core, key: string, failed?: number): Promise<void> {
  const record = journal.get(key)
  if (!record?.task) return
  const expired = record.expired ?? []
  const suspects = failed === undefined ? expired : [...expired, failed]
  if (failed !== undefined && expired.includes(failed)) return
  const before = record.task
  const task = await client.getTask(before.id, { fresh: true }).catch(() => before)
  const still = suspects.filter((index) => !task.data[index]?.url || task.data[index].url === before.data[index]?.url)
  await journal.dispatch(key, { type: 'inspect', task, expired: still })
}
