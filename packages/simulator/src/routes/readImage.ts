import { refuse } from '../answer.ts'
import { failWithoutReferences } from '../failWithoutReferences.ts'
import type { Pictures } from '../pictures.ts'
import { isSettled, type SimulatedTask } from '../SimulatedTask.ts'

const HEADERS = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** One picture of a succeeded task, for anyone who has its URL. */
export async function readImage(
  pictures: Pictures,
  task: SimulatedTask | undefined,
  index: number,
  now: number,
): Promise<Response> {
  const due = task !== undefined && isSettled(task, now) && index < task.readable
  if (due) await failWithoutReferences(task)
  if (!due || task.outcome !== 'succeeded')
    return refuse(404, { code: 'file_not_found', message: 'No such picture.', headers: HEADERS })
  const { bytes, type } = await pictures.of(task, index)
  return new Response(bytes, {
    headers: {
      ...HEADERS,
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=86400',
    },
  })
}
