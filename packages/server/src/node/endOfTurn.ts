import { setImmediate } from 'node:timers'

let turn: Promise<void> | undefined

/**
 * Resolves once everything that came in by now has been heard. What leaves together wakes its reader once; one at a time,
 * the writes are a third of all that a poll costs (measured).
 */
export const endOfTurn = (): Promise<void> =>
  (turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  }))
