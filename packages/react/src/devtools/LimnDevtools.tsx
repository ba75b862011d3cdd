'use client'
import type { ReactNode } from 'react'
import { Drawer } from './Drawer.tsx'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** How the devtools begin. */
interface LimnDevtoolsProps {
  /** @default false */
  defaultOpen?: boolean | undefined
}

/**
 * A button in the corner of the page, and a panel with what happened to each generation: create, looks, waits and errors, with
 * their times. Put it below a `LimnProvider`. Nothing in production: there a bundler drops it.
 */
export const LimnDevtools: (props: LimnDevtoolsProps) => ReactNode =
  process.env.NODE_ENV === 'production' ? () => null : Drawer
