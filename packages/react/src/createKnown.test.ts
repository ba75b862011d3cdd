import { createClient, LimnError, PLAIN_CAPABILITIES, type Client } from '@limn/core'
import { expect, it, vi } from 'vitest'
import { createKnown } from './createKnown.ts'
import type { Wake } from './poll/createWake.ts'

const client = (...answers: readonly (LimnError | typeof PLAIN_CAPABILITIES)[]): Client => {
  const left = [...answers]
  return {
    ...createClient(),
    getCapabilities: async () => {
      const answer = left.shift() ?? PLAIN_CAPABILITIES
      if (answer instanceof LimnError) throw answer
      return answer
    },
  }
}
const busy = new LimnError('rate_limited', 'Later.', { retryAfter: 600_000 })
const asleep = { sleep: () => new Promise<void>(() => {}), start: () => () => {} } satisfies Wake

it('ends the waiting of all when one is answered', async () => {
  const known = createKnown(client(busy), () => {}, asleep)
  const patient = known.ask(Infinity)
  await expect(known.ask(0)).rejects.toBe(busy)
  expect(await known.ask(0)).toBe(PLAIN_CAPABILITIES)
  expect(await patient).toBe(PLAIN_CAPABILITIES)
})

it('asks again when woken', async () => {
  const sleep = vi.fn<Wake['sleep']>(async () => {})
  const known = createKnown(client(busy), () => {}, { ...asleep, sleep })
  expect(await known.ask(Infinity)).toBe(PLAIN_CAPABILITIES)
  expect(sleep).toHaveBeenCalledWith(600_000)
})

it('asks anew once told to forget, and believes no earlier answer', async () => {
  const other = { ...PLAIN_CAPABILITIES, maxPrompt: 7 }
  const known = createKnown(client(PLAIN_CAPABILITIES, other), () => {}, asleep)
  const early = known.ask(0)
  known.forget()
  expect(known.get().source).toBe('defaults')
  expect(await early).toBe(other)
  expect(known.get()).toBe(other)
})
