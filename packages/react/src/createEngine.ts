import { createClient, type RequestInput } from '@limn/core'
import { QueryClient } from '@tanstack/react-query'
import { createGenerations } from './createGenerations.ts'
import { createKnown } from './createKnown.ts'
import { forgetFiles } from './draft/filesDatabase.ts'
import { forgetDrafts } from './draft/forgetDrafts.ts'
import type { Core, Engine, ScopedOptions } from './Engine.ts'
import { createJournal } from './journal/createJournal.ts'
import { indexedDBMedium } from './journal/indexedDBMedium.ts'
import { memoryMedium } from './journal/memoryMedium.ts'
import { createTabs, MANY } from './journal/createTabs.ts'
import type { LimnOptions, Submission } from './Limn.ts'
import { stateOf } from './machine/transition.ts'
import { batchReads } from './poll/batchReads.ts'
import { createLead } from './poll/createLead.ts'
import { createPollers } from './poll/createPollers.ts'
import { createWake } from './poll/createWake.ts'
import { takingFiles } from './uploads/takingFiles.ts'
import { createTeller } from './createTeller.ts'
import { createActions } from './verbs/createActions.ts'
import { createGenerate } from './verbs/createGenerate.ts'
import { createSender } from './verbs/createSender.ts'

/** Puts the parts together. Asks nothing of anyone until it is mounted, so it may be made on a server. */
export function createEngine(initial: LimnOptions): Engine {
  let options = initial
  const direct = createClient({
    ...initial,
    headers: () => (typeof options.headers === 'function' ? options.headers() : (options.headers ?? {})),
  })
  const wire = takingFiles(direct, () => options.uploadReference !== undefined)
  const client = batchReads(wire, () => known.get().features.batch)
  const tabs = createTabs((key) => {
    if (key === MANY) void journal.refresh().then(resume)
    else void journal.reread(key).then((isFresh) => isFresh && resume([key]))
  })
  const journal = createJournal(
    async () => (initial.journal === 'memory' ? memoryMedium() : indexedDBMedium()),
    tabs.tell,
  )
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => listener())
  const wake = createWake()
  const known = createKnown(wire, tell, wake)
  const queryClient = initial.queryClient ?? new QueryClient()
  const core: Core = {
    get options() {
      return options
    },
    client,
    journal,
    generations: createGenerations(journal),
    known,
    wake,
    queryClient,
    pauses: new Map(),
    isLeft: () => isLeft,
  }
  const sender = createSender(core)
  const generate = createGenerate(core, sender)
  const pollers = createPollers(core)
  const teller = createTeller(core)
  const lead = createLead({
    isShared: () => journal.state().durable,
    inBackground: () => options.background === true || backgrounds > 0,
    onChange: pollers.lead,
  })
  let isLeft = false
  let mounts = 0
  let backgrounds = 0
  let unmount = () => {}
  let opening: Promise<unknown> | undefined
  let namespace: string | undefined

  /** Nothing is shown before it is known whose it is. */
  async function open() {
    const principal = initial.principal === undefined ? (await known.ask(Infinity)).principal : initial.principal
    // What the proxy says now is of another person.
    if (isLeft) return
    const name = `${initial.endpoint ?? '/api/images'} ${principal ?? 'anonymous'}`
    resume(await journal.open(name))
    // Its first looks depend on what the proxy offers.
    await known.ask(0).catch(() => {})
    // Not where all was forgotten meanwhile.
    if (journal.state().ready && journal.namespace() === name) join(name)
  }

  /** Takes part in what the tabs of this browser do together, or (undefined) no more. */
  function join(name: string | undefined, isHere = mounts > 0) {
    namespace = name
    tabs.join(isHere && journal.state().durable ? name : undefined)
    lead.want(isHere ? name : undefined)
  }

  /** Once; anew after a sign-in. */
  const ensureOpen = () => void (opening ??= open().catch(() => (opening = undefined)))

  /** Only what an earlier page left unclear: each takes a lock and a look at what is stored. */
  function resume(keys: readonly string[]) {
    for (const key of keys) {
      const record = journal.get(key)
      const state = record && stateOf(record)
      if (state === 'queued' || state === 'submitting' || (state === 'uncertain' && record?.flags.confirming))
        void sender.resume(key)
    }
  }

  function changed() {
    generate.pump()
    if (mounts > 0) {
      pollers.sync()
      lead.seek()
    }
    teller.tell()
    tell()
  }
  journal.subscribe(changed)

  function start() {
    const stopWake = core.wake.start((isSeen) => {
      pollers.wake()
      lead.seek()
      if (!isSeen) return
      ensureOpen()
      void journal.refresh().then(resume)
    })
    pollers.sync()
    void known.ask(Infinity).catch(() => {})
    ensureOpen()
    join(namespace)
    return () => {
      stopWake()
      join(namespace, false)
    }
  }

  function begin(request: RequestInput, scoped?: ScopedOptions): Submission {
    const submission = generate.start(request, scoped)
    teller.own(submission.key)
    ensureOpen()
    return submission
  }

  return {
    core,
    client,
    queryClient,
    start: begin,
    generate: begin,
    actions: createActions(core, generate, sender, pollers),
    find: core.generations.find,
    list: core.generations.list,
    outcome: core.generations.outcome,
    newestIn: (scope) => core.generations.list().find(({ key }) => journal.get(key)?.scope === scope),
    submission: generate.submissionOf,
    imageFailed: ({ key }, index) => void pollers.inspect(key, index),
    capabilities: known.get,
    journal: journal.state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear: async () => {
      join(undefined)
      queryClient.removeQueries({ queryKey: ['limn'] })
      opening = undefined
      known.forget()
      forgetFiles()
      forgetDrafts()
      await journal.clear()
      // The next person's journal, if someone else is signed in by now.
      if (mounts > 0) {
        void known.ask(Infinity).catch(() => {})
        ensureOpen()
      }
    },
    mount: (inBackground = false) => {
      const count = (by: number) => {
        mounts += by
        if (inBackground) backgrounds += by
      }
      count(1)
      if (mounts === 1) unmount = start()
      lead.seek()
      return () => {
        count(-1)
        if (mounts === 0) unmount()
        lead.seek()
      }
    },
    configure: (next) => {
      options = next
    },
    leave: () => {
      isLeft = true
      for (const { key } of journal.records()) void journal.dispatch(key, { type: 'cancel', at: Date.now() })
    },
  }
}
