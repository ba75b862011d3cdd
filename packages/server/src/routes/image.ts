import { LimnError, isLimnError, sniffPicture, type PictureType } from '@limn/core'
import { refuse, type Answer } from '../answer.ts'
import { within } from '../environment.ts'
import { reasonOf } from '../ledger/guardLedger.ts'
import type { ArchivedImage } from '../ledger/ledger.ts'
import { fileName, saveAs } from '../pictures/fileName.ts'
import { openPicture, readPicture, unavailable, type OpenPicture } from '../pictures/openPicture.ts'
import { NOBODY, type Call, type Runtime } from '../runtime.ts'
import { WIDTHS } from '../thumbnail/thumbnail.ts'
import { findTask, taskNotFound, type Found } from './findTask.ts'

/** `GET /tasks/{handle}/images/{i}`: the bytes of one picture, to its owner or to whoever has its address. */
export async function image(call: Call, runtime: Runtime): Promise<Answer> {
  const query = new URL(call.request.url).searchParams
  const width = readWidth(query.get('w'))
  const index = Number(call.part)
  const find = await finderOf(call, runtime, index, query.get('s') ?? '')
  const found = await find(false)
  const { row, degraded, error } = found
  if (error) return { ...refuse(error), degraded }
  const open: Open = (signal) => openImage(runtime, { found, index, find, signal })
  const make = width === undefined ? undefined : await runtime.thumbnails()
  const { signal } = call.request
  const { type, length, body } = make
    ? toOpen(await make(() => readInTime(runtime, open, signal), width!).catch(undecodable(signal)))
    : await open()
  return {
    status: 200,
    headers: {
      'content-type': type,
      ...(length !== undefined && { 'content-length': String(length) }),
      ...(query.has('download') && {
        'content-disposition': saveAs(fileName(row?.request?.prompt ?? '', index, type)),
      }),
    },
    bytes: body,
    degraded,
  }
}

type Find = (fresh: boolean) => Promise<Found>
type Open = (signal?: AbortSignal) => Promise<OpenPicture>

interface Wanted {
  readonly found: Found
  readonly index: number
  readonly find: Find
  /** Breaks it off. */
  readonly signal: AbortSignal | undefined
}

/** ms a store may take, and a picture that a thumbnail is made of. */
const [KEPT, READ] = [15_000, 30_000]

/** Who says who they are must own the task; who does not needs the proof of this very picture. */
async function finderOf(call: Call, runtime: Runtime, index: number, proof: string): Promise<Find> {
  const { handles, images, ledger, environment, poller } = runtime
  if (!images) throw new LimnError('not_found', 'This proxy serves no pictures.')
  const { segment: handle } = call
  const findFor = (caller: Call) => (fresh: boolean) => findTask(runtime, caller, handle, fresh)
  if (call.user !== NOBODY) return findFor(call)
  if (!(await images.allows(handle, index, proof)))
    throw new LimnError('unauthenticated', 'Sign in first, or use the address of the picture as it was given.')
  const opened = await handles.read(handle, environment.now())
  if (!opened) throw taskNotFound()
  const row = await ledger?.findByHandle(opened).catch(() => undefined)
  if (row) return findFor({ ...call, user: { id: row.principal } })
  return async (fresh) => {
    const { task, error = taskNotFound() } = await poller.poll({ ...opened, row: undefined }, fresh)
    return task ? { handle, task, degraded: false } : { handle, error, degraded: false }
  }
}

/** Kept in the archive, else at upstream's address, which is asked for anew where it has run out. */
async function openImage(runtime: Runtime, { found, index, find, signal }: Wanted): Promise<OpenPicture> {
  const kept = found.row?.archive?.[index]
  const bytes = kept && (await readKept(runtime, kept))
  if (bytes) return toOpen(bytes)
  const url = found.task?.data[index]?.url
  if (!url) throw new LimnError('not_found', 'There is no such picture.')
  try {
    return await openPicture(runtime.line, url, signal)
  } catch (error) {
    if (!isLimnError(error) || !RUN_OUT.has(error.status)) throw error
    const fresh = (await find(true)).task?.data[index]?.url
    if (!fresh || fresh === url) throw error
    return openPicture(runtime.line, fresh, signal)
  }
}

/** A store that fails or says nothing keeps nobody from upstream's own address; its operator hears it. */
async function readKept({ archive, environment, emit }: Runtime, kept: ArchivedImage) {
  const late = () => new Error(`the store gave no answer within ${KEPT / 1000} s`)
  return within(KEPT, environment, archive?.read(kept) ?? Promise.resolve(undefined), late).catch((error: unknown) => {
    emit({ type: 'error', message: `archive: ${reasonOf(error)}` })
    return undefined
  })
}

/** A thumbnail in the making has a place that others wait for: only while its caller waits, and not for a host that drips. */
async function readInTime({ environment }: Runtime, open: Open, left: AbortSignal): Promise<Uint8Array> {
  left.throwIfAborted()
  const late = new AbortController()
  const cancel = environment.after(READ, () => late.abort())
  try {
    return await readPicture(await open(AbortSignal.any([left, late.signal])))
  } finally {
    cancel()
  }
}

/** What a host says of an address whose time is over. */
const RUN_OUT = new Set<number | undefined>([401, 403, 404, 410])

function toOpen(bytes: Uint8Array<ArrayBuffer>): OpenPicture {
  const type: PictureType | undefined = sniffPicture(bytes)
  if (!type) throw unavailable('what is kept is no picture')
  return { type, length: bytes.length, body: new Response(bytes).body! }
}

function readWidth(asked: string | null): number | undefined {
  if (asked === null) return undefined
  const width = WIDTHS.find((each) => String(each) === asked)
  if (width === undefined) throw new LimnError('invalid_request', `\`w\` must be one of ${WIDTHS.join(', ')}.`)
  return width
}

/** Of one whose caller has left there is nothing to tell anybody. */
const undecodable =
  (left: AbortSignal) =>
  (error: unknown): never => {
    if (left.aborted) throw new LimnError('image_unavailable', 'Nobody waits for this picture any more.')
    throw isLimnError(error) ? error : unavailable(error)
  }
