import type { Generation } from '@limn/core'
import type { ReactNode } from 'react'
import type { RenderPick } from './PickContext.ts'

/** What the tools make of the gallery under them. */
export interface GalleryView {
  /** Which of them are shown, in their order. @default all */
  readonly narrow?: ((generations: readonly Generation[]) => readonly Generation[]) | undefined
  /** What each entry shows while some are being chosen. */
  readonly pick?: RenderPick | undefined
  /** Shown when `narrow` leaves none: what to say, and a way back. */
  readonly nothing?: { readonly heading: string; readonly way: ReactNode } | undefined
}
