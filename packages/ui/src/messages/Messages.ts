import type { Charged, ErrorCode, GenerationFlags, Status } from '@limn/core'
import type { CollectionMessages } from './CollectionMessages.ts'
import type { FactsMessages } from './FactsMessages.ts'
import type { WritingMessages } from './WritingMessages.ts'

/** A headline and the one line under it. */
export interface Notice {
  readonly title: string
  readonly advice: string
}

/** An example of the empty wall. */
export interface Example {
  readonly prompt: string
  readonly size: string
}

/** Every word the kit says: a plain object per language. A missing key does not compile. */
export interface Messages {
  /** BCP 47; becomes the `lang` of every part. */
  readonly lang: string
  readonly status: { readonly [S in Status]: string }
  /** `offline`: this browser. */
  readonly flags: { readonly [F in keyof GenerationFlags | 'offline']: Notice }
  readonly advice: {
    readonly queued: string
    readonly submitting: string
    readonly uncertain: string
    readonly canceled: string
    /** `ms` from the user's own past. */
    readonly usual: (ms: number) => string
    readonly overrun: string
    /** `why`: the title of an error. ms until it is sent again. */
    readonly pause: (why: string, ms: number) => string
    /** Time a finished one took, ms. */
    readonly took: (ms: number) => string
  }
  readonly errors: { readonly [C in ErrorCode]: Notice }
  /** Between a title and the line that follows it. */
  readonly stop: string
  /** What to do, and whether it was charged. */
  readonly failure: (advice: string, charged: Charged) => string
  readonly details: string
  readonly prompt: {
    readonly label: string
    readonly editLabel: string
    readonly placeholder: string
    readonly editPlaceholder: string
    readonly keys: string
    readonly verb: string
    /** In place of the verb, while the proxy has not answered. About as wide. */
    readonly sending: string
    readonly credits: (credits: number) => string
    /** The whole button in one breath: its accessible name. */
    readonly submit: (credits: number) => string
    /** Why the button waits while nothing is written. */
    readonly blank: string
    /** Why the button waits when the fault stands at a field. */
    readonly blocked: string
  }
  readonly references: {
    readonly label: string
    readonly optional: string
    /** Files: by drag, clipboard or choice. */
    readonly pick: string
    readonly add: string
    readonly link: string
    readonly confirm: string
    readonly close: string
    readonly alt: (position: number) => string
    readonly remove: (position: number) => string
    /** What the bar of an upload is called. */
    readonly uploading: (name: string) => string
    /** `fraction`: 0–1. */
    readonly percent: (fraction: number) => string
    readonly retry: string
    readonly retryName: (name: string) => string
    /** It was submitted, and is sent once its files are there. */
    readonly waiting: string
    /** Why a file is refused; its name stands before it. */
    readonly noPicture: string
    readonly tooLarge: (maxBytes: number) => string
    readonly tooMany: (max: number) => string
    /** The service found nothing at its link, so the file went up once more. */
    readonly renewed: string
  }
  readonly options: {
    readonly label: string
    readonly size: string
    readonly auto: string
    readonly resolution: string
    readonly count: string
    readonly fewer: string
    readonly more: string
    readonly quality: string
    readonly qualities: Readonly<Record<string, string>>
    readonly format: string
    readonly open: string
  }
  readonly actions: {
    readonly [A in Action]: string
  } & {
    /** Each costs credits, and says so. */
    readonly retry: (credits: number) => string
    readonly again: (credits: number) => string
  }
  readonly credits: {
    readonly left: (remaining: number, cap: number) => string
  }
  readonly gallery: {
    readonly title: string
    readonly count: (generations: number, pictures: number) => string
    readonly loading: string
    readonly older: string
    readonly empty: string
    readonly emptyAdvice: string
    readonly examples: readonly Example[]
    readonly partial: (delivered: number, asked: number) => string
    /** `credits`: what the answer says it took. */
    readonly partialAdvice: (delivered: number, credits: number | undefined) => string
    readonly notDelivered: string
    readonly expired: string
    readonly expiredAdvice: string
    readonly references: (count: number) => string
    /** `name`: one of `options.qualities`. */
    readonly quality: (name: string) => string
    /** ms since then. */
    readonly ago: (ms: number) => string
    readonly copied: string
  }
  readonly image: {
    readonly alt: (prompt: string, position: number, count: number) => string
    readonly open: (position: number) => string
    readonly download: (position: number) => string
    readonly asReference: (position: number) => string
    readonly position: (position: number, count: number) => string
    readonly previous: string
    readonly next: string
    readonly close: string
    readonly zoomIn: string
    readonly zoomOut: string
    /** Between the two: the whole picture is seen. */
    readonly fit: string
  }
  /** A picture as a field of a form. */
  readonly field: {
    readonly empty: string
    /** Of a picture whose words are not known. */
    readonly alt: string
    /** Over the pictures that one is picked from. */
    readonly choose: string
    readonly use: (position: number) => string
    readonly chosen: string
    readonly remove: string
  }
  /** What runs, behind a button. */
  readonly tray: {
    /** Stands before their number, 0 too. */
    readonly title: string
    readonly empty: string
    /** `count`: more than one, none of them sent. */
    readonly cancelQueued: (count: number) => string
    /** What it means to stop waiting. */
    readonly detaching: string
    /** The switch of notifications. */
    readonly notify: string
    /** Why it cannot be turned. */
    readonly notifyBlocked: string
  }
  readonly compare: {
    readonly label: string
    readonly before: string
    readonly after: string
    /** `percent`: how much is seen of the one before. */
    readonly value: (percent: number) => string
  }
  readonly collection: CollectionMessages
  readonly facts: FactsMessages
  readonly writing: WritingMessages
  /** What the live region says when a generation moves. */
  readonly announce: (title: string, prompt: string) => string
}

type Action =
  | 'retryMayChargeAgain'
  | 'checkAgain'
  | 'cancel'
  | 'detach'
  | 'attach'
  | 'dismiss'
  | 'download'
  | 'copyPrompt'
  | 'remix'

/** Messages with anything left out. */
export type PartialMessages = {
  readonly [Group in keyof Messages]?: Messages[Group] extends string | ((...input: never[]) => string)
    ? Messages[Group]
    : Partial<Messages[Group]>
}
