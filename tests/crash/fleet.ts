import { once } from 'node:events'
import { startProxy, type ProxyCommand, type Started } from './startProxy.ts'

/** Two proxies on one ledger, one of them at a time killed and started again. */
export interface Fleet {
  /** Where each last listened, alive or not. */
  readonly urls: readonly string[]
  readonly kills: number
  /** Kills no more; every member is up when this resolves. */
  calm(): Promise<void>
  close(): Promise<void>
}

/** Starts the two, and goes on killing one of them 150 to 500 ms after it last began to listen. */
export async function startFleet(command: ProxyCommand, random: () => number): Promise<Fleet> {
  const members = await Promise.all([startProxy(command), startProxy(command)])
  const state = { kills: 0, going: true }
  async function killOn() {
    while (state.going) {
      const victim = random() < 0.5 ? 0 : 1
      const age = 150 + random() * 350
      // oxlint-disable-next-line no-await-in-loop -- one kill after the other
      await until(members[victim].since + age)
      // oxlint-disable-next-line no-await-in-loop
      await end(members[victim])
      state.kills += 1
      // oxlint-disable-next-line no-await-in-loop
      members[victim] = await startProxy(command)
    }
  }
  const killing = killOn()
  // A member that cannot start again is told by calm(), not by a rejection nobody waits for.
  killing.catch(() => {})
  return {
    get urls() {
      return members.map(({ url }) => url)
    },
    get kills() {
      return state.kills
    },
    async calm() {
      state.going = false
      await killing
    },
    async close() {
      state.going = false
      await killing.catch(() => {})
      await Promise.all(members.map(end))
    },
  }
}

const until = (at: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())))

async function end({ child }: Started): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'close')
}
