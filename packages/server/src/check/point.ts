import type { Feature } from '@limn/core'
import type { Visit } from './visit.ts'

/** What trying a point came to. */
export interface Finding {
  readonly verdict: 'ok' | 'fault' | 'warning' | 'not tried'
  /** What the proxy did, or why nothing was asked. */
  readonly seen: string
}

/** One thing that a proxy must hold to. */
export interface Point {
  /** Its name in tests and reports: `group/word`. */
  readonly id: `${string}/${string}`
  /** What is right, as a person reads it. */
  readonly name: string
  /** Which proxies it is about. @default every one */
  readonly of?: 'plain' | 'limn' | Feature
  /** Asks the proxy. What it throws as {@link NotTried} is its finding. */
  readonly attempt: (visit: Visit) => Finding | Promise<Finding>
  /** What to do about a fault. */
  readonly remedy: string
}

/** Thrown where a point cannot be tried; the message says why. */
export class NotTried extends Error {}

export const ok = (seen: string): Finding => ({ verdict: 'ok', seen })
export const fault = (seen: string): Finding => ({ verdict: 'fault', seen })
export const warning = (seen: string): Finding => ({ verdict: 'warning', seen })

const GRAVITY = ['fault', 'warning', 'not tried', 'ok'] as const

/** The gravest of several, with how many more there are of its kind. */
export function gravest(findings: readonly Finding[]): Finding {
  const verdict = GRAVITY.find((grave) => findings.some((finding) => finding.verdict === grave))
  const alike = findings.filter((finding) => finding.verdict === verdict)
  const [first] = alike
  if (!first) return { verdict: 'not tried', seen: 'there was nothing to look at' }
  return alike.length === 1 ? first : { ...first, seen: `${first.seen} (and ${alike.length - 1} more)` }
}
