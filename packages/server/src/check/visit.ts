import type { Capabilities } from '@limn/core'
import type { Clock } from './clock.ts'
import type { As, Heard } from './heard.ts'
import type { Finding } from './point.ts'

/** Header names in lower case, with their values. */
export type HeaderLines = Readonly<Record<string, string>>

/** What is to be checked, and what may be used for it. */
export interface CheckOptions {
  /** Where the proxy is mounted, without a slash at its end. */
  readonly endpoint: string
  /** The origin of the pages that call it. @default the endpoint's own */
  readonly origin?: string | undefined
  /** What signs the caller in. @default a guest's cookie, where `guests` are let in */
  readonly caller?: HeaderLines | undefined
  /** What signs somebody else in. */
  readonly other?: HeaderLines | undefined
  /** The proxy is meant to be open: who does not sign in is a guest. */
  readonly guests: boolean
  /** Credits that the creates may cost at most; 0 sends none. */
  readonly credits: number
  /** The API key that no answer may hold. Never printed. */
  readonly apiKey?: string | undefined
}

/** How one request differs from a page's. */
export interface Asking {
  /** @default 'caller' */
  readonly as?: As
  /** What a browser says about where it comes from, instead of what it says on a page of the app. */
  readonly from?: HeaderLines
  readonly headers?: HeaderLines
  readonly body?: string | Uint8Array
  /** Content type of the body; null for none. @default 'application/json' */
  readonly type?: string | null
  /** A redirect is an answer like any other here. @default false */
  readonly redirects?: boolean
}

/** A visit to one proxy: what is known of it, and the way to ask it. */
export interface Visit {
  readonly options: CheckOptions
  readonly clock: Clock
  /** What a limn proxy offers; undefined for a plain one. */
  readonly capabilities: Capabilities | undefined
  /** Nothing answers there. */
  readonly silent: boolean
  /** Whether the caller is let in at all. */
  readonly door: Finding
  /** Everything heard so far. */
  readonly journal: readonly Heard[]
  /** Credits of all creates sent so far, had each been executed. */
  readonly atRisk: number
  /** @throws NotTried where this caller is not known or not let in, or the answer is a redirect; NoAnswer */
  ask(method: string, path: string, asking?: Asking): Promise<Heard>
  /** Sends what may be charged. @throws NotTried when it could cost more than --create still allows; NoAnswer */
  create(body: string, headers?: HeaderLines): Promise<Heard>
  /** @throws NotTried when `times` creates would cost more than --create allows */
  mayCreate(times: number): void
}
