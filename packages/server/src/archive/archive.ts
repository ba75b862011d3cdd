import type { Watch, PictureType } from '@limn/core'
import { toBytes, type BlobStore } from '../blobs/blobStore.ts'
import { within } from '../environment.ts'
import type { Emit } from '../events.ts'
import type { Keyring } from '../keyring.ts'
import type { ArchivedImage, Row } from '../ledger/ledger.ts'
import { reasonOf } from '../ledger/guardLedger.ts'
import { fileName } from '../pictures/fileName.ts'
import { openPicture, readPicture } from '../pictures/openPicture.ts'
import type { Line } from '../send.ts'

/** A picture on its way into the app's own storage. */
export interface ArchiveImage {
  readonly principal: string
  readonly key: string
  /** As the browser named it. */
  readonly slot?: string | undefined
  /** From 0, as in the task. */
  readonly index: number
  /** By the bytes. */
  readonly type: PictureType
  /** Safe, with the right extension. */
  readonly fileName: string
  bytes(): Promise<Uint8Array>
  stream(): ReadableStream<Uint8Array>
}

/** Where pictures go: a store, or a function that gives the URL they live at from then on. */
export type ArchiveOption = BlobStore | ((image: ArchiveImage) => Promise<string>)

/** Keeps pictures beyond the life of upstream's URLs. */
export interface Archive {
  /** Keeps what is not kept yet, 15 s at most; what could not be kept stays `null`. Never throws. */
  keep(row: Row, watch: Watch): Promise<Row['archive']>
  /** The bytes of a picture kept in the store; undefined where they are not there any more. */
  read(image: ArchivedImage): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Removes what a row has in the store. */
  remove(row: Row): Promise<void>
}

interface ArchiveParts {
  readonly to: ArchiveOption
  readonly line: Line
  readonly keyring: Keyring
  readonly emit: Emit
  /** Whether its owner wants a row forgotten by now. */
  readonly isDeleted: (row: Row) => Promise<boolean>
}

/** ms a success may wait for its pictures to be kept. */
const PATIENCE = 15_000

/** An archive in a store or in the app's own hands. */
export function createArchive({ to, line, keyring, emit, isDeleted }: ArchiveParts): Archive {
  /** The same each time, and nothing of the principal or the key can be read in it. */
  const folderOf = async ({ principal, key }: Row) =>
    `pictures/${await keyring.tag('archive', JSON.stringify([principal, key]))}`

  async function keepOne(row: Row, index: number, url: string): Promise<ArchivedImage> {
    const picture = await openPicture(line, url)
    const { type } = picture
    const bytes = await readPicture(picture)
    const { principal, key, slot } = row
    const name = fileName(row.request?.prompt ?? '', index, type)
    const size = bytes.byteLength
    if (typeof to === 'function') {
      const image = { principal, key, slot, index, type, fileName: name }
      const body = { bytes: async () => bytes, stream: () => new Response(bytes).body! }
      return { url: checkUrl(await to({ ...image, ...body })), type, bytes: size }
    }
    const item = `${await folderOf(row)}/${index}`
    await to.setItemRaw(item, bytes)
    if (await isDeleted(row)) await to.removeItem(item)
    return { key: item, type, bytes: size }
  }

  function keepInTime(row: Row, index: number, url: string): Promise<ArchivedImage | null> {
    return within(PATIENCE, line.environment, keepOne(row, index, url), late('kept')).catch((error: unknown) => {
      const { principal, key } = row
      emit({ type: 'error', message: `archive: ${reasonOf(error)}`, principal, key })
      return null
    })
  }

  return {
    async keep(row, { task }) {
      if (task?.status !== 'succeeded' || row.deletedAt !== undefined) return row.archive
      return Promise.all(
        task.data.map(({ url }, index) => {
          const kept = row.archive?.[index] ?? null
          return kept === null && url !== null ? keepInTime(row, index, url) : Promise.resolve(kept)
        }),
      )
    },
    async read({ key }) {
      if (typeof to === 'function' || key === undefined) return undefined
      return toBytes(await to.getItemRaw(key))
    },
    async remove(row) {
      if (typeof to === 'function') return
      const { archive = [], request, watch } = row
      const folder = await folderOf(row)
      // Also what is in the store and not written down yet; what is written down may have been named by an older secret.
      const most = Math.max(archive.length, request?.n ?? 0, watch.task?.data.length ?? 0)
      const items = Array.from({ length: most }, (_, index) => `${folder}/${index}`)
      for (const item of new Set([...items, ...archive.flatMap((image) => image?.key ?? [])]))
        // oxlint-disable-next-line no-await-in-loop -- a few at most
        await within(PATIENCE, line.environment, to.removeItem(item), late('removed'))
    },
  }
}

const late = (what: string) => () => new Error(`the archive: nothing was ${what} within ${PATIENCE / 1000} s`)

/** @throws TypeError: what is no URL would be shown to nobody. */
function checkUrl(url: unknown): string {
  if (typeof url === 'string' && (/^https?:\/\//.test(url) ? URL.canParse(url) : /^\/(?![/\\])/.test(url))) return url
  throw new TypeError('`archive` must return the URL at which the picture lives from now on.')
}
