import type { Generation, Status } from '@limn/core'
import type { MarkName } from '../mark/Mark.tsx'
import type { Messages } from '../messages/Messages.ts'

/** What a generation says: its sign, how much it matters, a title and one line. */
export interface StatusView {
  readonly mark: MarkName
  readonly tone: 'calm' | 'live' | 'caution' | 'danger'
  readonly title: string
  readonly advice?: string
}

const LOOKS = {
  queued: ['corners', 'calm'],
  submitting: ['sending', 'live'],
  uncertain: ['ask', 'caution'],
  pending: ['paper', 'live'],
  processing: ['drop', 'live'],
  succeeded: ['solid', 'calm'],
  failed: ['crossed', 'danger'],
  canceled: ['struck', 'calm'],
} as const satisfies Record<Status, readonly [MarkName, StatusView['tone']]>

const FLAGS = [
  ['needsAuth', 'locked', 'caution'],
  ['offline', 'silent', 'caution'],
  ['confirming', 'ask', 'caution'],
  ['stale', 'silent', 'caution'],
  ['detached', 'away', 'calm'],
] as const

/** The view of a generation; pure. A flag speaks louder than a status that is not settled. `online`: see useOnline. */
export function statusView(generation: Generation, messages: Messages, online = true): StatusView {
  const { status, live, settled, detached, taskId } = generation
  // What nobody waits for, and what is not under way, is the same offline.
  const flags = { ...generation, offline: !online && live && !detached }
  const flag = settled ? undefined : FLAGS.find(([name]) => flags[name])
  const advice = Object.hasOwn(messages.advice, status) && messages.advice[status as 'queued']
  const own = advice ? { advice } : {}
  // Before it is accepted nothing goes on without its user.
  if (flag)
    return {
      mark: flag[1],
      tone: flag[2],
      ...messages.flags[flag[0]],
      ...(flag[0] === 'offline' && taskId === undefined && own),
    }
  const [mark, tone] = LOOKS[status]
  const plain = { mark, tone, title: messages.status[status] }
  if (status === 'failed') return { ...plain, ...failure(generation, messages) }
  if (status === 'succeeded') return { ...plain, ...delivery(generation, messages) }
  return { ...plain, ...own }
}

function failure({ error, taskId }: Generation, { errors, failure: words, status }: Messages): Partial<StatusView> {
  if (!error) return { title: status.failed }
  const { title, advice } = errors[error.code]
  // Without a task it was refused, and a refusal takes nothing.
  return { title, advice: words(advice, taskId === undefined ? 'no' : error.charged) }
}

function delivery({ images, request, credits }: Generation, { gallery }: Messages): Partial<StatusView> {
  if (images.every(({ expired }) => expired))
    return { mark: 'dashed', title: gallery.expired, advice: gallery.expiredAdvice }
  if (images.length >= request.n) return {}
  return {
    mark: 'half',
    title: gallery.partial(images.length, request.n),
    advice: gallery.partialAdvice(images.length, credits),
  }
}
