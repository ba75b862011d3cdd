import { mintKey } from '@limn/core'
import type { UploadedReference } from './UploadOptions.ts'

/** What this page knows of a file. */
interface FileFacts {
  /** Stands for the file where it has no URL yet, and always means the same file. */
  readonly name: string
  bring?: Bring | undefined
  uploaded?: UploadedReference | undefined
  underWay?: Promise<UploadedReference> | undefined
}

/** Uploads one file. */
export type Bring = () => Promise<UploadedReference>

/** ms before its end from which a URL is not handed out any more. */
const MARGIN = 60_000
const SCHEME = 'limn-file:'

const facts = new WeakMap<Blob, FileFacts>()
const files = new Map<string, Blob>()

function factsOf(file: Blob, id = mintKey(Date.now())): FileFacts {
  const known = facts.get(file) ?? { name: nameById(id) }
  facts.set(file, known)
  files.set(known.name, file)
  return known
}

/** A file's name; `id` makes it one that a later page can make again. */
export const nameFile = (file: Blob, id?: string): string => factsOf(file, id).name

/** The name that `nameFile` makes of an id. */
export const nameById = (id: string): string => SCHEME + id

/** Whether it is the name of a file, perhaps of an earlier page's. */
export const isFileName = (source: string): boolean => source.startsWith(SCHEME)

/** The file of this page that a name, or a URL it once got, stands for. */
export const fileOf = (source: string): Blob | undefined => files.get(source)

/** Its URL, while that is good. */
export function urlOf(file: Blob): string | undefined {
  const { url, expiresAt = Infinity } = factsOf(file).uploaded ?? {}
  return Date.now() < expiresAt - MARGIN ? url : undefined
}

/** Who shows how far a file is uploads it; `upload` asks for it. */
export const uploadBy = (file: Blob, bring: Bring): void => void (factsOf(file).bring = bring)

/** Uploads a file, once at a time; `otherwise`: where nobody else does. @throws whatever that throws */
export function upload(file: Blob, otherwise?: Bring): Promise<UploadedReference> {
  const known = factsOf(file)
  if (known.underWay) return known.underWay
  const run = known.bring ?? otherwise ?? nobody
  const underWay = run()
    .then((uploaded) => uploadedAs(file, uploaded))
    .finally(() => {
      if (known.underWay === underWay) known.underWay = undefined
    })
  known.underWay = underWay
  return underWay
}

/** What an upload, perhaps an earlier page's, has brought. */
export function uploadedAs(file: Blob, uploaded: UploadedReference): UploadedReference {
  factsOf(file).uploaded = uploaded
  files.set(uploaded.url, file)
  return uploaded
}

/** Nobody waits for it any more: the next upload begins anew. */
export const giveUp = (file: Blob): void => void (factsOf(file).underWay = undefined)

/** This URL leads to nothing any more: its file is to be uploaded again. */
export function forgetUrl(url: string): void {
  const known = facts.get(files.get(url) ?? NO_FILE)
  if (known?.uploaded?.url === url) known.uploaded = undefined
}

const NO_FILE = new Blob()

const nobody: Bring = () => Promise.reject(new TypeError('Nobody has said how this file is uploaded.'))
