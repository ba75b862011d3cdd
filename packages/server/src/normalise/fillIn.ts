import { LimnError, type Param, type RequestLimits } from '@limn/core'
import type { WireRequest } from '@limn/core/schema'

/** The word for what upstream does where a request says nothing. */
const UPSTREAM = { model: 'gpt-image-2', size: 'auto', quality: 'auto', output_format: 'png' } as const

/**
 * Decides what a request leaves to upstream, where this caller may not have upstream's own choice: the first they may have.
 * @throws LimnError `invalid_request` where they may have none
 */
export function fillIn(request: WireRequest, limits: RequestLimits): WireRequest {
  const choose = <T extends string>(param: Param & keyof typeof UPSTREAM, given: T | undefined, may: readonly T[]) => {
    const left = given ?? UPSTREAM[param]
    if ((may as readonly string[]).includes(left)) return {}
    if (may[0] !== undefined) return { [param]: may[0] }
    throw new LimnError('invalid_request', `You may not choose any \`${param}\`. Nothing was sent.`, { param })
  }
  return {
    ...request,
    ...choose('model', request.model, limits.models),
    ...(request.size === undefined && choose('size', request.size, limits.sizes)),
    ...(request.quality === undefined && choose('quality', request.quality, limits.qualities)),
    ...(request.output_format === undefined && choose('output_format', request.output_format, limits.formats)),
  }
}
