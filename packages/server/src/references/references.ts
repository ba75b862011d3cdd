import { LimnError, type PictureType } from '@limn/core'
import { toBytes, type BlobStore } from '../blobs/blobStore.ts'
import { within, type Environment } from '../environment.ts'
import type { Keyring } from '../keyring.ts'
import { cleanPicture } from '../pictures/cleanPicture.ts'
import { createTurns } from '../turns.ts'
import { createTokens } from './tokens.ts'

/** Uploads of reference pictures: where they are kept, and where upstream finds them. */
export interface ReferencesOption {
  /** Where the files are kept. */
  store: BlobStore
  /** Where upstream can reach `path`, such as `https://app.example/api/images`. */
  publicUrl: string
  /** Bytes of a file. @default 20,000,000, which is also the most */
  maxBytes?: number | undefined
}

/** A file that has been taken. `expiresAt` in seconds since the epoch. */
interface Reference {
  readonly token: string
  readonly url: string
  readonly expiresAt: number
  readonly type: PictureType
  /** How many. */
  readonly bytes: number
}

/** The reference pictures of this proxy: files for a day, under addresses that nobody guesses. */
export interface References {
  readonly maxBytes: number
  /** Takes in files of one caller, a few at once: the next ones wait unread, so that nobody fills the memory. */
  inTurn<T>(who: string, work: () => Promise<T>): Promise<T>
  /** Keeps a picture without what it tells beside itself. @throws LimnError `reference_refused` */
  put(bytes: Uint8Array): Promise<Reference>
  /** Of an address that upstream fetches; undefined for what never was or is no more. */
  read(token: string): Promise<{ readonly type: PictureType; readonly bytes: Uint8Array<ArrayBuffer> } | undefined>
  /** Whether an address is one of these, and still good for a create. */
  judge(url: string): Promise<'live' | 'over' | 'foreign'>
  /** Removes files whose time is over, where the store can list them. How many. */
  prune(): Promise<number>
}

/** Bytes of a file at most. */
export const MAX_REFERENCE = 20_000_000
const MAX_PIXELS = 50_000_000
/** Files of one caller. */
const AT_ONCE = 4

/** Seconds a create may name a reference; upstream may fetch it for a while after that. */
const [LIFE, GRACE] = [24 * 3600, 3600]
const PATIENCE = 30_000

/** Names begin with when they end: a store that lists in order, and not all, lists first what has run out. */
const FOLDER = 'expiring'

/** References in the app's store. */
export function createReferences(
  { store, publicUrl, maxBytes = MAX_REFERENCE }: ReferencesOption,
  { keyring, environment }: { readonly keyring: Keyring; readonly environment: Environment },
): References {
  const base = `${publicUrl.replace(/\/+$/, '')}/references/`
  const tokens = createTokens(keyring)
  const now = () => Math.floor(environment.now() / 1000)
  const soon = <T>(work: Promise<T>) =>
    within(
      PATIENCE,
      environment,
      work,
      () => new Error(`the store of references gave no answer within ${PATIENCE / 1000} s`),
    )

  return {
    maxBytes,
    inTurn: createTurns(AT_ONCE, 'Too many files of yours are on their way. Send it again.'),
    async put(file) {
      const { type, width, height, bytes } = cleanPicture(file)
      if (width * height > MAX_PIXELS) throw tooMany()
      const expiresAt = now() + LIFE
      const { token, name } = await tokens.mint(expiresAt, type)
      await soon(store.setItemRaw(`${FOLDER}/${name}`, bytes))
      return { token, url: base + token, expiresAt, type, bytes: bytes.length }
    },
    async read(token) {
      const known = await tokens.open(token)
      if (!known) return undefined
      const key = `${FOLDER}/${known.name}`
      if (now() < known.expiresAt + GRACE) {
        const bytes = toBytes(await soon(store.getItemRaw(key)))
        return bytes && { type: known.type, bytes }
      }
      await soon(store.removeItem(key))
      return undefined
    },
    async judge(url) {
      const { href } = new URL(url)
      if (!href.startsWith(new URL(base).href)) return 'foreign'
      const known = await tokens.open(href.slice(new URL(base).href.length))
      if (!known || now() >= known.expiresAt) return 'over'
      const there = await soon(store.hasItem?.(`${FOLDER}/${known.name}`) ?? Promise.resolve(true))
      return there ? 'live' : 'over'
    },
    async prune() {
      const keys = await soon(store.getKeys?.(FOLDER) ?? Promise.resolve([]))
      const over = keys.filter((key) => {
        const [, end] = /(?:^|[:/])expiring[:/](\d{10})\.[\da-f]{32}\.\w+$/.exec(key) ?? []
        return end !== undefined && now() >= Number(end) + GRACE
      })
      // oxlint-disable-next-line no-await-in-loop -- a store is not to be flooded
      for (const key of over) await soon(store.removeItem(key))
      return over.length
    },
  }
}

const tooMany = () =>
  new LimnError('reference_refused', `The picture has more than ${MAX_PIXELS / 1_000_000} megapixels.`, {
    param: 'image_urls',
  })
