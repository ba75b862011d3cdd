export { ERRORS, LimnError, isLimnError } from '@limn/core'
export type { Client, ErrorCode, GenerationRequest } from '@limn/core'
export type { ArchiveImage, ArchiveOption } from './archive/archive.ts'
export type { SettledGeneration } from './archive/settledGeneration.ts'
export { createProxy } from './createProxy.ts'
export type { LimnProxy } from './createProxy.ts'
export type { ServerClient, UncertainGeneration } from './createServerClient.ts'
export type { ProxyEvent } from './events.ts'
export { ROW_STATES } from './ledger/ledger.ts'
export type {
  Accepted,
  ArchivedImage,
  Budget,
  Claim,
  Claimed,
  CreditCap,
  Fence,
  Ledger,
  Quota,
  Recorded,
  Refusal,
  Row,
  RowRef,
  RowState,
  ScopedCap,
} from './ledger/ledger.ts'
export { memoryLedger } from './ledger/memory.ts'
export type { Platform } from './platform.ts'
export type { Principal } from './policy/authorize.ts'
export type { Limits } from './policy/limits.ts'
export type { Rates } from './policy/rates.ts'
export type { ProxyOptions } from './proxyOptions.ts'
export { gptImage2 } from './upstreams/gptImage2.ts'
export type { GptImage2Options } from './upstreams/gptImage2.ts'
export type { Offers, Upstream, UpstreamCall } from './upstreams/upstream.ts'
