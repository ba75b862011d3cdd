import { isObject, mintKey, type LimnError, type RequestFields } from '@limn/core'
import { toReference, type Reference } from './Reference.ts'

/** A draft's fields apart from its references. */
type DraftFields = Omit<RequestFields, 'image_urls'>

/** What a draft holds. */
interface DraftState {
  readonly fields: DraftFields
  readonly references: readonly Reference[]
  /** Equal submissions of this draft are one intent, after a reload too. */
  readonly scope: string
  /** Its submission whose create is not over. */
  readonly pending?: string | undefined
  /** What `pending` was made of, as {@link contentOf} tells it. */
  readonly submitted?: string | undefined
  /** The last refusal and its key, until the draft changes or is asked anew. */
  readonly refused?: { readonly key: string; readonly error: LimnError } | undefined
  /** Somebody tried to submit: now a blank prompt is worth a word. */
  readonly tried: boolean
}

/** A draft and its copy in sessionStorage. */
export interface DraftStore {
  readonly initial: DraftState
  readonly get: () => DraftState
  readonly change: (patch: Partial<DraftState>) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** `name`: where it is kept across reloads; undefined: nowhere. */
export function createDraftStore(given: RequestFields, name: string | undefined): DraftStore {
  const { image_urls = [], ...fields } = given
  const initial: DraftState = {
    fields: { ...fields, prompt: fields.prompt ?? '' },
    references: image_urls.map(toReference),
    scope: mintKey(Date.now()),
    tried: false,
  }
  const listeners = new Set<() => void>()
  let state: DraftState | undefined
  const get = () => (state ??= { ...initial, ...(name !== undefined && restore(name)) })
  return {
    initial,
    get,
    change: (patch) => {
      state = { ...get(), ...patch }
      if (name !== undefined) keep(name, state)
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What a draft would send now. */
export function requestOf({ fields, references }: Pick<DraftState, 'fields' | 'references'>): RequestFields {
  const urls = references.flatMap(({ url }) => url ?? [])
  return { ...fields, ...(urls.length > 0 && { image_urls: urls }) }
}

/** All that a person put in, as text: equal where nothing was changed, after a reload too. */
export const contentOf = ({ fields, references }: DraftState): string =>
  JSON.stringify([fields, references.map(({ url, id }) => url ?? id)])

function keep(name: string, { fields, references, scope, pending, submitted }: DraftState) {
  try {
    sessionStorage.setItem(
      name,
      JSON.stringify({ fields, urls: references.flatMap(({ url }) => url ?? []), scope, pending, submitted }),
    )
  } catch {
    // Storage is blocked or full: the text lives as long as the page.
  }
}

function restore(name: string): Partial<DraftState> | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
    if (
      !isObject(kept) ||
      !isObject(kept.fields) ||
      typeof kept.fields.prompt !== 'string' ||
      typeof kept.scope !== 'string'
    )
      return undefined
    const urls = Array.isArray(kept.urls) ? kept.urls.filter((url) => typeof url === 'string') : []
    return {
      fields: kept.fields,
      references: urls.map(toReference),
      scope: kept.scope,
      pending: typeof kept.pending === 'string' ? kept.pending : undefined,
      submitted: typeof kept.submitted === 'string' ? kept.submitted : undefined,
    }
  } catch {
    return undefined
  }
}
