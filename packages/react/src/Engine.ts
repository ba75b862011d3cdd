import type { Client, ErrorCode, Generation, LimnError, RequestInput } from '@limn/core'
import type { QueryClient } from '@tanstack/react-query'
import type { Known } from './createKnown.ts'
import type { Generations } from './createGenerations.ts'
import type { Journal } from './journal/Journal.ts'
import type { GenerateOptions, Limn, LimnOptions, Submission } from './Limn.ts'
import type { Wake } from './poll/createWake.ts'

/** Why a create that was turned away, and took nothing, waits, and until when (ms since the epoch) it does. */
interface Pause {
  readonly code: ErrorCode
  readonly until: number
}

/** What the verbs and the pollers work with. */
export interface Core {
  /** The latest: a provider hands them in anew with every render. */
  readonly options: LimnOptions
  readonly client: Client
  readonly journal: Journal
  readonly generations: Generations
  readonly known: Known
  readonly wake: Wake
  readonly queryClient: QueryClient
  /** The creates of this page that wait to be sent again, by key; written down nowhere. */
  readonly pauses: Map<string, Pause>
  /** Whether {@link Engine.leave} was called: what would be sent now, another would be charged for. */
  readonly isLeft: () => boolean
}

/** What only hooks say of a generation. */
export interface ScopedOptions extends GenerateOptions {
  /** Where equal requests are joined when there is no slot: one hook. */
  readonly scope?: string | undefined
  /** The refused one that this takes the place of. */
  readonly replaces?: string | undefined
  /** It was asked for, and joined, before the engine was there, at `at` (ms since the epoch); `error`: in vain, as its user was told. */
  readonly early?: { readonly key: string; readonly at: number; readonly error: LimnError | undefined } | undefined
}

/** A Limn with what its own hooks need beside. */
export interface Engine extends Limn {
  /** What it works with, once it is there. */
  readonly core?: Core | undefined
  readonly start: (request: RequestInput, options?: ScopedOptions) => Submission
  /** The newest that was started in this scope. */
  readonly newestIn: (scope: string) => Generation | undefined
  /** What `start` returned for this key, on an earlier page too. */
  readonly submission: (key: string) => Submission
  /** Begins to watch, in a hidden tab too if so asked; what is returned ends it. Counted: the last to leave stops it. */
  readonly mount: (inBackground?: boolean) => () => void
  readonly configure: (options: LimnOptions) => void
  /** Its person has gone: nothing more is sent or asked. What was not sent is canceled, the rest is for their next visit. */
  readonly leave: () => void
  readonly queryClient: QueryClient
}
