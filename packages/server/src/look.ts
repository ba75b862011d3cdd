import { LimnError, isLimnError, readError, readTask, safeUrl, type Look, type Task } from '@limn/core'
import { badKey, parse, tooFast } from './classify.ts'
import { isLoopback, isPrivateHost } from './policy/hosts.ts'
import { exchange, type Line } from './send.ts'
import type { Reply } from './transport/transport.ts'

const LOOK_DEADLINE = 30_000

/** Looks at one task upstream, once: the task, or why there is none. Never throws. */
export async function look(line: Line, taskId: string): Promise<Look> {
  try {
    const reply = await exchange(line, line.upstream.task(taskId), { fresh: false, deadline: LOOK_DEADLINE })
    const seen = readLook(line, reply, taskId)
    if ('error' in seen && isLimnError(seen.error, 'upstream_misconfigured')) line.breaker.open(line.environment.now())
    return seen
  } catch {
    return { error: badKey() }
  }
}

function readLook({ upstream, environment }: Line, reply: Reply, taskId: string): Look {
  if (reply.kind !== 'answer') return { error: unreadable(reply.reason) }
  const { status, headers, text } = reply
  if (status === 401) return { error: badKey() }
  if (status === 429) return { error: tooFast(headers, environment.now()) }
  const body = parse(text)
  if (status === 404) {
    const error = readError(status, body, headers)
    return { error: error.code === 'invalid_response' ? unreadable('HTTP 404 without an error body') : error }
  }
  if (status < 200 || status >= 300) return { error: unreadable(`HTTP ${status}`) }
  try {
    const task = checkUrls((upstream.readTask ?? readTask)(body), upstream.baseUrl)
    return task.id === taskId ? { task } : { error: unreadable('it answered with another task') }
  } catch {
    return { error: unreadable(`HTTP ${status} without a task`) }
  }
}

/** URLs that no browser of ours should be sent to become `null`; only an upstream on this machine may name this machine. */
export function checkUrls(task: Task, baseUrl: string): Task {
  if (isLoopback(baseUrl)) return task
  const usable = (url: string | null) => url !== null && safeUrl(url) !== null && !isPrivateHost(url)
  return { ...task, data: task.data.map(({ url }) => ({ url: usable(url) ? url : null })) }
}

const unreadable = (reason: string) =>
  new LimnError('upstream_unavailable', 'The image service gave no readable answer; the task goes on.', {
    cause: new Error(reason),
  })
