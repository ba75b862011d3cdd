import { LimnError, createClient, readError, toRequest, type Client, type GenerationRequest } from '@limn/core'
import type { Ledger, Row } from './ledger/ledger.ts'
import type { Principal } from './policy/authorize.ts'

/** A create that may have been executed and charged, and of which nobody knows more. */
export interface UncertainGeneration {
  readonly key: string
  /** Missing where it has been forgotten. */
  readonly request?: GenerationRequest
  /** Credits. */
  readonly held: number
  /** ms since the epoch. */
  readonly at: number
}

/** The wire in this process, as one user. Limits and ownership hold; nobody is asked who calls. */
export interface ServerClient extends Client {
  /**
   * The bytes of a picture of this user, by its URL as a page has it (only its path counts) or by task and index.
   * @throws LimnError for whatever is not one: `invalid_request`, `task_not_found`, `image_unavailable`
   */
  readImage(image: string | { readonly taskId: string; readonly index: number }): Promise<Response>
  /** This user's creates that stay unclear, oldest first, at most 1,000; none where no ledger is kept. */
  listUncertain(): Promise<readonly UncertainGeneration[]>
}

interface Inside {
  readonly mount: string
  readonly principal: Principal
  readonly serve: (request: Request) => Promise<Response>
  readonly ledger: () => Promise<Ledger | undefined>
}

/** A client whose every request is answered in this process; its URLs are those that a page would write. */
export function createServerClient({ mount, principal, serve, ledger }: Inside): ServerClient {
  return {
    ...createClient({ endpoint: mount, fetch: (request) => Promise.race([serve(request), left(request.signal)]) }),
    async readImage(image) {
      const response = await serve(new Request(`http://localhost${pathOf(image, mount)}`))
      if (response.ok) return response
      throw readError(response.status, await response.json().catch(() => undefined), response.headers)
    },
    async listUncertain() {
      const rows = await (await ledger())?.unclear({ principal: principal.id, limit: 1000 })
      return rows?.map(toUncertain) ?? []
    },
  }
}

/** A caller that waits no longer hears so at once; a create that was sent goes on. */
const left = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })

function pathOf(image: string | { readonly taskId: string; readonly index: number }, mount: string): string {
  if (typeof image !== 'string')
    return `${mount}/tasks/${encodeURIComponent(image.taskId.toWellFormed())}/images/${image.index}`
  const { pathname, search } = URL.parse(image, 'http://localhost') ?? { pathname: '', search: '' }
  const own = pathname.startsWith(`${mount}/tasks/`) && /\/tasks\/[^/]+\/images\/\d+$/.test(pathname)
  if (own) return pathname + search
  throw new LimnError('invalid_request', 'This is not the URL of a picture of this proxy. Nothing was read.')
}

const toUncertain = ({ key, request, held, createdAt }: Row): UncertainGeneration => ({
  key,
  ...(request && { request: toRequest(request) }),
  held,
  at: createdAt,
})
