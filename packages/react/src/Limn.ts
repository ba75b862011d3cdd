import type { Capabilities, Client, ClientOptions, Generation, GenerationRequest, RequestInput } from '@limn/core'
import type { QueryClient } from '@tanstack/react-query'
import type { GenerationFilter } from './createLists.ts'
import type { JournalState } from './journal/Journal.ts'
import type { UploadReference } from './uploads/uploadReference.ts'

/** How limn behaves in this app. */
export interface LimnOptions extends ClientOptions {
  /** Who is signed in: keeps one person's generations from another's. @default what the proxy says; 'anonymous' for a plain proxy */
  principal?: string | null | undefined
  /** Where generations are remembered. @default 'indexeddb', and memory with a warning where that is blocked */
  journal?: 'indexeddb' | 'memory' | undefined
  /** Refuse to generate (`journal_unavailable`) rather than warn when nothing durable can be written. @default false */
  requireDurableJournal?: boolean | undefined
  /** Keep looking while the tab is hidden. @default false */
  background?: boolean | undefined
  /** ms to the next look at a running task, at least 340; a function must be pure. @default core's `nextPoll`, 340–15,000 */
  pollInterval?: number | ((poll: Poll) => number) | undefined
  /** Where files given as references go. @default the proxy's `POST /references` where it offers that; else files are refused with `reference_refused` */
  uploadReference?: UploadReference | undefined
  /** Pixels, such as 4_000_000: a larger reference is made smaller before it is uploaded. @default as it is */
  maxReferencePixels?: number | undefined
  /** Once per generation and browser, however many tabs, reloads and components: for toasts, notifications, analytics. */
  onSettled?: ((generation: Generation) => void) | undefined
  /** @default the nearest QueryClientProvider's, else one of its own, which it also provides to its children */
  queryClient?: QueryClient | undefined
}

/** What is known when the next look at a task is planned. */
export interface Poll {
  /** ms since it was accepted. */
  readonly age: number
  /** Looks that failed in a row. */
  readonly attempt: number
  readonly request: GenerationRequest
  /** ms such tasks usually take, as the proxy has learnt. */
  readonly usual?: number
}

/** Journal, pollers and verbs: what QueryClient is to useQuery. Its functions are bound: destructure freely. */
export interface Limn {
  readonly client: Client
  /** Starts a generation, at once. What a user did wrong is told by the Submission. @throws Error on a server */
  readonly generate: (request: RequestInput, options?: GenerateOptions) => Submission
  /** The verbs that make sense now; those that do not are absent. Same object for the same generation. */
  readonly actions: (generation: Generation) => GenerationActions
  /** By key; follows a retry to the generation that took its place. */
  readonly find: (key: string) => Generation | undefined
  /** Newest first. The same array until something in it changed. */
  readonly list: (filter?: GenerationFilter) => readonly Generation[]
  /** Resolves when nothing more will happen by itself (settled, uncertain or detached). One promise per key: fit for `use()`. */
  readonly outcome: (key: string) => Promise<Generation>
  /** Tell limn that a picture did not load: it looks once more, and calls it expired if that brings no other URL. */
  readonly imageFailed: (generation: Generation, index: number) => void
  /** The API page's defaults until the proxy has answered (`source: 'defaults'`). */
  readonly capabilities: () => Capabilities
  /** Whether the journal has been read, and whether it survives a reload. */
  readonly journal: () => JournalState
  readonly subscribe: (listener: () => void) => () => void
  /** Forget everything of this principal in this browser: for sign-out. */
  readonly clear: () => Promise<void>
}

/** How one generation is to be started. */
export interface GenerateOptions {
  /** A place on screen, by a name of the app's (at most 200 characters). The newest generation of a slot is what that place shows, after a reload too. @default none: this call, this component */
  slot?: string | undefined
  /** An equal request in one slot is *joined* (same key, one charge) while the first is submitting or uncertain, or is less than 1 s old. `true`: make another, on purpose. @default false */
  again?: boolean | undefined
  /** How many may run in this slot (without a slot: started by this hook). @default Infinity */
  concurrency?: number | undefined
  /** Above that: wait as `queued`, or settle at once as failed with `busy`, leaving the slot as it was. @default 'queue' */
  whenBusy?: 'queue' | 'refuse' | undefined
}

/** Not a promise, so `onClick={() => generate(…)}` is clean; its promises say *when* and never reject. */
export interface Submission {
  /** Names this intent; leads to the newest of its line after a retry. */
  readonly key: string
  /** The create is over: accepted, refused (`failed`, no `taskId`) or `uncertain`. */
  readonly submitted: Promise<Generation>
  /** Nothing more will happen by itself. Minutes; do not hold a form open for it. */
  readonly outcome: Promise<Generation>
}

/** Commands; absent where they make no sense. What came of them is read from the generation. */
export interface GenerationActions {
  /** failed, canceled: the same request anew, in its place (the old one leaves the list). */
  readonly retry?: () => Submission
  /** uncertain: give the old key up and ask again. The first may have been charged. */
  readonly retryMayChargeAgain?: () => Submission
  /** accepted: one more of the same, beside it. */
  readonly again?: () => Submission
  /** uncertain, stale, signed out, or with expired images: look now; never creates. */
  readonly checkAgain?: () => void
  /** queued: nothing was sent. */
  readonly cancel?: () => void
  /** live, accepted: stop waiting. It is still made and charged. */
  readonly detach?: () => void
  /** detached: watch it again. */
  readonly attach?: () => void
  /** not live: out of view, in this browser. */
  readonly dismiss?: () => void
  /** dismissed: undo, until the next reload. */
  readonly restore?: () => void
  /** Not among the favourites: put it there, in this browser and in all its tabs. */
  readonly favourite?: () => void
  /** A favourite: take it out again. */
  readonly unfavourite?: () => void
}
