import { LimnError, type Capabilities, type GeneratedImage } from '@limn/core'
import type { Core, Engine } from '../Engine.ts'
import { bringFile } from '../uploads/bringFile.ts'
import { forgetUrl, giveUp, nameFile, upload, uploadBy, uploadedAs } from '../uploads/fileFacts.ts'
import { gone } from '../uploads/fileRequest.ts'
import type { DraftStore, HeldReference } from './createDraftStore.ts'
import type { KeptFiles } from './keptFiles.ts'
import { ofFile, release, toReference, type Reference } from './Reference.ts'

/** The references of a draft: taken in, uploaded, and kept for the session. */
export interface References {
  readonly add: (sources: Iterable<Blob | string | GeneratedImage>) => readonly Reference[]
  readonly set: (sources: readonly (Blob | string)[]) => readonly Reference[]
  readonly without: (id: string) => readonly Reference[]
  /** Takes up the files that an earlier page left, and those given at first. */
  readonly resume: () => Promise<void>
  /** Sends what has a file and no URL; what is on its way goes on. */
  readonly begin: () => void
  /** The service found one of them gone: what has a file is uploaded again. */
  readonly renew: () => void
  /** They are not needed any more. */
  readonly drop: () => void
}

/** `kept`: undefined where nothing is kept beyond the page. */
export function createReferences(store: DraftStore, engine: Engine, kept: KeptFiles | undefined): References {
  const leaving = new Map<string, AbortController>()
  const held = () => store.get().references
  const find = (id: string) => held().find((reference) => reference.id === id)
  const patch = (id: string, change: Partial<HeldReference>) => {
    const before = find(id)
    if (!before) return
    const after = { ...before, ...change }
    store.change({ references: held().map((one) => (one.id === id ? after : one)) })
  }

  function send(id: string, file: Blob) {
    nameFile(file, id)
    uploadBy(file, () => bring(id, file))
    // It may be on its way already, for another place on this page.
    upload(file).then(
      ({ url, expiresAt }) => patch(id, { url, expiresAt, progress: 1 }),
      (error) => fail(id, file, error),
    )
  }

  async function bring(id: string, file: Blob) {
    const left = new AbortController()
    leaving.set(id, left)
    patch(id, { url: undefined, progress: 0, error: undefined, retry: undefined })
    try {
      const onProgress = (progress: number) => patch(id, { progress })
      const uploaded = await bringFile(file, await coreOf(engine), { signal: left.signal, onProgress })
      patch(id, { url: uploaded.url, expiresAt: uploaded.expiresAt, progress: 1 })
      return uploaded
    } catch (error) {
      fail(id, file, error as LimnError)
      throw error
    }
  }

  const fail = (id: string, file: Blob, error: LimnError) =>
    patch(id, { error, retry: isPassing(error) ? () => send(id, file) : undefined })

  /** Into the draft, as far as there is room for them. */
  function admit(before: readonly Reference[], added: readonly Reference[]): readonly Reference[] {
    const { max } = engine.capabilities().references
    let room = max - before.filter(({ error }) => !error).length
    const admitted = added.map((one) => {
      if (one.error || room-- > 0) return one
      return { ...one, error: tooMany(one, max), retry: () => readmit(one) }
    })
    for (const { id, file } of admitted) if (file) kept?.put(id, file)
    return [...before, ...admitted]
  }

  function readmit(one: Reference) {
    const others = held().filter(({ id }) => id !== one.id)
    store.change({ references: admit(others, [one]) })
    begin()
  }

  function begin() {
    for (const { id, file, url, error } of held()) if (file && url === undefined && !error) send(id, file)
  }

  return {
    begin,
    add: (sources) => {
      const before = held()
      const fresh = [...sources]
        .map(toReference)
        .filter(({ url, file, error }) =>
          error ? true : !before.some((one) => (file ? one.file === file : one.url === url)),
        )
      return admit(before, fresh)
    },
    set: (sources) => {
      held().forEach(release)
      return admit([], sources.map(toReference))
    },
    without: (id) => {
      const one = find(id)
      if (one) release(one)
      leaving.get(id)?.abort()
      if (one?.file) giveUp(one.file)
      kept?.remove([id])
      return held().filter((reference) => reference.id !== id)
    },
    resume: async () => {
      begin()
      await Promise.all(
        held().map(async ({ id, name, url, expiresAt, isFile, file }) => {
          if (!isFile || file) return
          const found = await kept?.get(id)
          if (find(id)?.file) return
          if (found) {
            nameFile(found, id)
            if (url !== undefined) uploadedAs(found, { url, expiresAt })
            patch(id, ofFile(id, found, name))
          } else if (url === undefined) patch(id, { error: gone() })
        }),
      )
      begin()
    },
    renew: () => {
      const files = held().filter(({ file, error }) => file && !error)
      for (const { url } of files) if (url !== undefined) forgetUrl(url)
      for (const { id, file } of files) if (file) send(id, file)
    },
    drop: () => {
      held().forEach(release)
      kept?.remove(held().map(({ id }) => id))
    },
  }
}

/** Once more may help; of a file that is no picture it never does. */
const isPassing = ({ code }: LimnError): boolean =>
  !(['unsupported_media_type', 'request_too_large', 'reference_refused'] as readonly string[]).includes(code)

const tooMany = ({ name }: Reference, max: Capabilities['references']['max']) =>
  new LimnError('invalid_request', `${name} is one too many: at most ${max} pictures are taken.`, {
    param: 'image_urls',
  })

/** What the engine works with, once its code is there. */
const coreOf = (engine: Engine): Promise<Core> =>
  new Promise((resolve) => {
    const look = () => {
      if (!engine.core) return
      stop()
      resolve(engine.core)
    }
    const stop = engine.subscribe(look)
    look()
  })
