import type { ArchiveOption } from './archive/archive.ts'
import type { SettledGeneration } from './archive/settledGeneration.ts'
import type { ProxyEvent } from './events.ts'
import type { CreditCap } from './ledger/caps.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Principal } from './policy/authorize.ts'
import type { Limits } from './policy/limits.ts'
import type { Rates } from './policy/rates.ts'
import type { ReferencesOption } from './references/references.ts'
import type { Upstream } from './upstreams/upstream.ts'

type Awaitable<T> = T | Promise<T>

/** What every proxy takes, however it knows its callers. */
export interface CommonOptions<P extends Principal> {
  /** Where pictures are made, such as `gptImage2()`. */
  upstream: Upstream
  /** `'none'` keeps nothing: then limn never retries, and that is all it can promise. */
  ledger: Ledger | 'none'
  /** Signs handles and cookies, at least 32 bytes; in a list the first signs and all verify. @default process.env.LIMN_SECRET */
  secret?: string | readonly string[] | undefined
  /** Where it is mounted; the client's `endpoint` has the same default. @default '/api/images' */
  path?: string | undefined
  /** Other origins that may call, exactly as a browser writes them. @default none: same origin only */
  origins?: readonly string[] | undefined
  /** Per principal; a function is asked at every create and every `GET /capabilities`. @default what upstream offers, uncapped */
  limits?: Limits | ((principal: P) => Awaitable<Limits>) | undefined
  /** Credits of all principals together. @default none */
  budget?: CreditCap | undefined
  /**
   * How often each principal may ask, each address where nobody says who it is; false for no limit. Counted in this process:
   * what is more is 429 `rate_limited`. @default { creates: 60, reads: 1200, held: 8 }
   */
  rates?: Rates | false | undefined
  /**
   * How many proxies of yours stand in front, each adding to `X-Forwarded-For` the address it was called from. Only where
   * nobody can come past them. Addresses only count: they are nobody's identity. @default 0: that header is not read
   */
  trustProxy?: number | undefined
  /** Takes uploads of reference pictures, and lets upstream fetch them for a day. @default none: URLs only */
  references?: ReferencesOption | undefined
  /**
   * Serves pictures on the proxy's own origin. `false` tells upstream's own URLs: for a proxy that is called inside of a page,
   * where no `<img>` can reach it. @default true
   */
  images?: boolean | undefined
  /**
   * Where pictures go before upstream's URLs run out: a store of which the proxy serves them to their owner, or a function
   * that returns the URL they live at from then on, which may be public. A success waits for it, 15 s at most. @default none
   */
  archive?: ArchiveOption | undefined
  /**
   * The app's own business with a generation that has come to its end, whether or not a browser is there. Told at least once;
   * what throws is told again later. Without `watch`, polls and `sweep()` tell. @default none
   */
  onSettled?: ((generation: SettledGeneration) => Awaitable<void>) | undefined
  /** Gives the credits of a task that ends `failed` or `canceled` back to its caps; upstream promises no refund. @default false */
  refundFailed?: boolean | undefined
  /**
   * Looks after running tasks whether or not anybody asks, and holds polls until something changes. Without it each poll goes
   * upstream, and `sweep()` does the rest. `true` begins with `ready()` or the first request. @default true behind `toNodeHandler`, `limn()` and the CLI, else false
   */
  watch?: boolean | undefined
  /** Looks a second at all running tasks together; upstream may limit them with the creates. @default 16 */
  pollsPerSecond?: number | undefined
  /** Telemetry; what it throws is swallowed. @default what an operator must know goes to the console */
  onEvent?: ((event: ProxyEvent) => void) | undefined
  /** Puts prompts into events. @default false */
  logPrompts?: boolean | undefined
  /** Lets production run on a secret that dies with the process: every handle is lost at a restart. @default false */
  dangerouslyEphemeralSecret?: boolean | undefined
}

/** What {@link createProxy} takes: somebody must say who is asking. */
export type ProxyOptions<P extends Principal, Context> = CommonOptions<P> &
  (
    | {
        /**
         * Who is asking? null is a 401; throw `new LimnError('forbidden', 'Verify your e-mail first.')` for a 403 in your
         * words. `context` is what you pass as second argument: Express's `req`, Hono's `c`, a Worker's context.
         * The request comes without its body. An answer later than 10 s is a 503.
         */
        authorize: (request: Request, context: Context) => Awaitable<P | null | undefined>
        dangerouslyAllowAnonymous?: never
      }
    | {
        authorize?: never
        /** Each browser becomes its own principal by a signed guest cookie. */
        dangerouslyAllowAnonymous: true
      }
  )

/** The options of any proxy, where its principals do not matter. */
export type AnyProxyOptions = Omit<CommonOptions<never>, 'limits'> & {
  limits?: Limits | ((principal: never) => unknown) | undefined
  authorize?: unknown
  dangerouslyAllowAnonymous?: boolean | undefined
}
