import { checkRequest, LimnError, type GenerationRequest } from '@limn/core'
import type { Core } from '../Engine.ts'
import { isOffline } from '../isOffline.ts'
import type { GenerateOptions } from '../Limn.ts'
import { lostFile, withFiles } from '../uploads/fileRequest.ts'
import { unwritable } from './unclear.ts'

/** Why a request may not be sent as things are; `running`: how many run in its place. */
export function refusalOf(
  { known, journal, options }: Core,
  request: GenerationRequest,
  { concurrency = Infinity, whenBusy }: GenerateOptions,
  running: () => number,
): LimnError | undefined {
  const limits = known.get()
  // Whether files can be uploaded is found out by the upload, whose error says more.
  const references = { ...limits.references, upload: true }
  const broken = lostFile(request) ?? checkRequest(withFiles(request), { ...limits, references })[0]
  if (broken) return broken
  if (isOffline(options))
    return new LimnError('offline', 'This browser is offline. Nothing was sent; ask again when it is back.')
  if (options.requireDurableJournal && !journal.state().durable) return unwritable()
  return whenBusy === 'refuse' && running() >= concurrency
    ? new LimnError('busy', `Only ${concurrency} at a time here. Wait for what is running, or stop waiting for it.`)
    : undefined
}
