import type { GenerationRequest, LimnError, Look, Task } from '@limn/core'

/** Everything that can happen to a generation. `at`: ms since the epoch, this browser's clock. */
export type Event =
  /** Its turn has come; its files have URLs now. */
  | { readonly type: 'start'; readonly request?: GenerationRequest | undefined }
  /** The POST is about to leave: what is written here is what a reload will know. */
  | { readonly type: 'send'; readonly at: number; readonly plain: boolean; readonly ledgerId?: string | undefined }
  /** No clear answer: limn asks what became of the key. */
  | { readonly type: 'confirm' }
  | { readonly type: 'accept'; readonly at: number; readonly task: Task }
  | { readonly type: 'refuse'; readonly at: number; readonly error: LimnError }
  /** It cannot be found out now: a person decides. */
  | { readonly type: 'doubt'; readonly error: LimnError }
  | { readonly type: 'look'; readonly at: number; readonly look: Look }
  | { readonly type: 'needAuth' }
  /** A fresh look at a settled one's pictures. */
  | { readonly type: 'inspect'; readonly task: Task; readonly expired: readonly number[] }
  /** `by`: the key of the one that stands for it. */
  | { readonly type: 'cancel'; readonly at: number; readonly by?: string | undefined }
  | { readonly type: 'detach' }
  | { readonly type: 'attach' }
  | { readonly type: 'dismiss'; readonly at: number }
  | { readonly type: 'restore' }
  /** In or out of the favourites: says nothing of its fate, so it may happen at any time. */
  | { readonly type: 'favourite'; readonly on: boolean }
  | { readonly type: 'replace'; readonly by: string }
  | { readonly type: 'tell' }
