import { STATUSES, type LimnError, type TaskStatus } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'
import type { Handles } from '../handle.ts'
import type { Row } from '../ledger/ledger.ts'
import type { ImageUrls } from '../pictures/imageUrls.ts'

/** A generation that has come to its end, as the app is told of it. */
export interface SettledGeneration {
  readonly principal: string
  readonly key: string
  /** Upstream's id. */
  readonly taskId: string
  /** As the browser named it: check that this principal may touch it. */
  readonly slot?: string | undefined
  readonly status: Extract<TaskStatus, 'succeeded' | 'failed' | 'canceled'>
  /** Missing once its owner has deleted it. */
  readonly request?: WireRequest | undefined
  /** `url`: where `archive` put it, else on this proxy, path-absolute, for the owner and for 30 days. */
  readonly images: readonly { readonly url: string; readonly archived: boolean }[]
  readonly credits: number
  readonly error?: LimnError | undefined
}

/** A settled row in the app's words. */
export async function toSettledGeneration(
  { handles, images }: { readonly handles: Handles; readonly images: ImageUrls | undefined },
  row: Row,
): Promise<SettledGeneration> {
  const { principal, key, slot, request, watch, archive, spent, taskId = '', acceptedAt = row.createdAt } = row
  const { status, data, error } = watch.task!
  const handle = await handles.seal({ taskId, principal, key, at: acceptedAt })
  const urls = data.map(async ({ url }, index) => {
    const kept = archive?.[index] ?? null
    const at = kept?.url ?? (images && (url ?? kept) ? await images.urlOf(handle, index) : url)
    return at === null ? [] : [{ url: at, archived: kept !== null }]
  })
  if (!isEnd(status)) throw new TypeError(`${status} is no end`)
  const facts = { principal, key, slot, taskId, status, request, error, credits: spent }
  return { ...facts, images: (await Promise.all(urls)).flat() }
}

const isEnd = (status: TaskStatus): status is SettledGeneration['status'] => STATUSES[status].settled
