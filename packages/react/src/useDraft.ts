'use client'
import { checkRequest, isBlank, type RequestFields, type RequestInput } from '@limn/core'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type DragEvent } from 'react'
import type { Draft, UseDraftOptions } from './draft/Draft.ts'
import { checkable, contentOf, createDraftStore, requestOf } from './draft/createDraftStore.ts'
import { createReferences } from './draft/createReferences.ts'
import { enterKey } from './draft/enterKey.ts'
import { nameOfDraft } from './draft/forgetDrafts.ts'
import { createKeptFiles } from './draft/keptFiles.ts'
import { isOnItsWay, type Reference } from './draft/Reference.ts'
import { useEngine } from './useEngine.ts'
import { useCapabilities } from './useCapabilities.ts'
import { useGeneration } from './useGeneration.ts'

/** A prompt box without its looks: what is typed, what it costs, what is wrong with it, and how it is sent. */
export function useDraft(options: UseDraftOptions = {}): Draft {
  const { slot, concurrency, whenBusy, submitMode = 'enter', onSubmitted } = options
  const engine = useEngine()
  const capabilities = useCapabilities()
  const [store] = useState(() =>
    createDraftStore(options.initial ?? {}, options.persist === false ? undefined : nameOfDraft(slot)),
  )
  const [kept] = useState(() => (options.persist === false ? undefined : createKeptFiles()))
  const tray = useMemo(() => createReferences(store, engine, kept), [store, engine, kept])
  const state = useSyncExternalStore(store.subscribe, store.get, () => store.initial)
  const { fields, references, refused, tried, pending } = state
  const told = useRef(onSubmitted)
  useEffect(() => void (told.current = onSubmitted))
  useEffect(() => void tray.resume(), [tray])

  const request = requestOf({ fields, references })
  const isEmpty = isBlank(fields.prompt ?? '') && request.image_urls === undefined
  const unusable = unusableIn(references)
  const check = (asked: RequestFields) => {
    // Whether a file can be uploaded is its own affair, and stands at the file.
    const limits = { ...capabilities, references: { ...capabilities.references, upload: true } }
    return checkRequest(checkable(asked), limits)[0]
  }
  const broken = unusable ?? check(request)
  const problem = refused?.error ?? (isEmpty && !tried && !unusable ? undefined : broken)
  const sent = useGeneration(pending)
  const isSubmitted = pending !== undefined && contentOf(state) === state.submitted
  const waiting = isSubmitted && references.some(isOnItsWay)
  const sending = isSubmitted && sent?.status === 'submitting'

  // Also for one that was on its way when the page was left.
  useEffect(() => {
    if (pending === undefined) return undefined
    let mounted = true
    void settle()
    return () => {
      mounted = false
    }

    async function settle() {
      const generation = await engine.submission(pending!).submitted
      if (!mounted || store.get().pending !== pending) return
      const accepted = generation.taskId !== undefined && generation.status !== 'uncertain'
      const now = store.get()
      const untouched = contentOf(now) === now.submitted
      const error = generation.status === 'failed' && generation.taskId === undefined ? generation.error : undefined
      if (accepted && untouched) tray.drop()
      store.change({
        pending: undefined,
        submitted: undefined,
        ...(error && { refused: { key: pending!, error } }),
        ...(accepted && untouched && cleared(now.fields)),
      })
      // Nothing was sent, so it may be uploaded again; what is sent again is for the user to say.
      if (error?.code === 'reference_expired') tray.renew()
      told.current?.(generation)
    }
  }, [engine, store, tray, pending])

  return useMemo<Draft>(() => {
    const change = (patch: Parameters<typeof store.change>[0]) =>
      store.change({ refused: undefined, tried: false, ...patch })
    const addReferences: Draft['addReferences'] = (sources) => {
      change({ references: tray.add(sources) })
      tray.begin()
    }
    const set: Draft['set'] = ({ image_urls, ...patch }) => {
      change({ fields: { ...store.get().fields, ...patch } })
      if (image_urls === undefined) return
      change({ references: tray.set(image_urls) })
      tray.begin()
    }
    const submit: Draft['submit'] = ({ again } = {}) => {
      // What is in it now, which the last render need not have seen.
      const now = store.get()
      const { scope, refused: before } = now
      const submission = engine.start(requestOf(now) as RequestInput, {
        slot,
        scope,
        concurrency,
        whenBusy,
        again,
        replaces: before?.key,
      })
      store.change({ pending: submission.key, submitted: contentOf(now), refused: undefined })
      return submission
    }
    const trySubmit = () => {
      const now = store.get()
      if (unusableIn(now.references) ?? check(requestOf(now))) store.change({ tried: true })
      else submit()
    }
    return {
      request,
      references,
      problem,
      waiting,
      sending,
      credits: (fields.n ?? 1) * capabilities.creditsPerImage,
      set,
      load: (source) => set('request' in source ? { ...NO_SETTINGS, ...source.request } : source),
      addReferences,
      removeReference: (id) => {
        const { references: held, pending: key } = store.get()
        const asked = held.some((one) => one.id === id && isOnItsWay(one)) && key !== undefined && engine.find(key)
        // It waits for the very picture that is taken out.
        if (asked && asked.status === 'queued') engine.actions(asked).cancel?.()
        change({ references: tray.without(id) })
      },
      submit,
      formProps: {
        onSubmit: (event) => {
          event.preventDefault()
          trySubmit()
        },
        onDragOver: (event) => {
          if (dropped(event)) event.preventDefault()
        },
        onDrop: (event) => {
          if (!dropped(event)) return
          event.preventDefault()
          const { files } = event.dataTransfer
          addReferences(
            files.length > 0
              ? files
              : event.dataTransfer
                  .getData('text/uri-list')
                  .split(/\r?\n/)
                  .filter((line) => line && !line.startsWith('#')),
          )
        },
      },
      promptProps: {
        value: fields.prompt ?? '',
        onChange: (event) => set({ prompt: event.target.value }),
        onKeyDown: (event) => {
          const meant = enterKey(event, submitMode)
          if (meant) event.preventDefault()
          if (meant === 'submit') trySubmit()
        },
        onPaste: (event) => {
          if (event.clipboardData.files.length === 0) return
          event.preventDefault()
          addReferences(event.clipboardData.files)
        },
        'aria-invalid': problem?.param === 'prompt',
        enterKeyHint: submitMode === 'enter' ? 'send' : 'enter',
      },
      submitProps: { type: 'submit', 'aria-disabled': broken !== undefined },
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `request`, `check` and `broken` are derived from these
  }, [
    store,
    tray,
    engine,
    fields,
    references,
    problem,
    waiting,
    sending,
    capabilities,
    slot,
    concurrency,
    whenBusy,
    submitMode,
  ])
}

const NO_SETTINGS = { quality: undefined, output_format: undefined }

const unusableIn = (references: readonly Reference[]) => references.find(({ error }) => error)?.error

const cleared = (fields: RequestFields) => ({ fields: { ...fields, prompt: '' }, references: [], tried: false })

const dropped = ({ dataTransfer }: DragEvent): boolean =>
  ['Files', 'text/uri-list'].some((type) => dataTransfer.types.includes(type))
