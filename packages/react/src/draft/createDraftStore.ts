import { isObject, mintKey, type LimnError, type RequestFields } from '@limn/core'
import { isFileName, nameById } from '../uploads/fileFacts.ts'
import { shownDrafts, timesForgotten } from './forgetDrafts.ts'
import { release, toReference, type Reference } from './Reference.ts'

/** A draft's fields apart from its references. */
type DraftFields = Omit<RequestFields, 'image_urls'>

/** A reference with what a reload has to know of it. */
export interface HeldReference extends Reference {
  /** ms since the epoch, until which `url` is good. */
  readonly expiresAt?: number | undefined
  /** It has a file, perhaps not read yet. */
  readonly isFile?: boolean | undefined
}

/** What a draft holds. */
interface DraftState {
  readonly fields: DraftFields
  readonly references: readonly HeldReference[]
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
  const begin = (): DraftState => ({
    fields: { ...fields, prompt: fields.prompt ?? '' },
    references: image_urls.map(toReference),
    scope: mintKey(Date.now()),
    tried: false,
  })
  const initial = begin()
  let times = timesForgotten()
  const listeners = new Set<() => void>()
  let state: DraftState | undefined
  const get = () => {
    if (times !== timesForgotten()) {
      times = timesForgotten()
      ;(state ?? initial).references.forEach(release)
      state = begin()
    }
    return (state ??= { ...initial, ...(name !== undefined && restore(name)) })
  }
  const tell = () => listeners.forEach((listener) => listener())
  return {
    initial,
    get,
    change: (patch) => {
      state = { ...get(), ...patch }
      if (name !== undefined) keep(name, state)
      tell()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      shownDrafts.add(tell)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) shownDrafts.delete(tell)
      }
    },
  }
}

/** What a draft would send now; files are uploaded first, and one that is not read yet goes by its name. */
export function requestOf({ fields, references }: Pick<DraftState, 'fields' | 'references'>): RequestFields {
  const sources = references
    .filter(({ error }) => !error)
    .map(({ id, file, isFile, url }) => file ?? url ?? (isFile ? nameById(id) : ''))
  return { ...fields, ...(sources.length > 0 && { image_urls: sources }) }
}

/** The same without what is not read yet: for checks. */
export const checkable = ({ image_urls, ...fields }: RequestFields): RequestFields => ({
  ...fields,
  ...(image_urls && { image_urls: image_urls.filter((source) => source instanceof Blob || !isFileName(source)) }),
})

/** All that a person put in, as text: equal where nothing was changed, after a reload too. */
export const contentOf = ({ fields, references }: DraftState): string =>
  JSON.stringify([fields, references.map(({ url, id, file, isFile }) => (file || isFile ? id : (url ?? id)))])

function keep(name: string, { fields, references, scope, pending, submitted }: DraftState) {
  try {
    sessionStorage.setItem(
      name,
      JSON.stringify({ fields, references: references.flatMap(keepReference), scope, pending, submitted }),
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
    return {
      fields: kept.fields,
      references: Array.isArray(kept.references) ? kept.references.flatMap(restoreReference) : [],
      scope: kept.scope,
      pending: typeof kept.pending === 'string' ? kept.pending : undefined,
      submitted: typeof kept.submitted === 'string' ? kept.submitted : undefined,
    }
  } catch {
    return undefined
  }
}

/** One that was refused for good is not kept: it was told. */
const keepReference = ({ id, name, url, expiresAt, file, isFile, error, retry }: HeldReference) =>
  error && !retry ? [] : [{ id, name, url, expiresAt, isFile: isFile ?? file !== undefined }]

function restoreReference(kept: unknown): readonly HeldReference[] {
  if (!isObject(kept) || typeof kept.id !== 'string' || typeof kept.name !== 'string') return []
  const { id, name, isFile, expiresAt } = kept
  const link = typeof kept.url === 'string' ? toReference(kept.url) : undefined
  if (isFile !== true) return link ? [link] : []
  const url = link?.url
  return [
    {
      id,
      name,
      preview: url ?? '',
      url,
      isFile,
      progress: url === undefined ? 0 : 1,
      ...(typeof expiresAt === 'number' && { expiresAt }),
    },
  ]
}
