import type { Duplex } from 'node:stream'

/** Sockets that have had their last answer, and stay open for a moment only so that it is heard. */
export const answered = new WeakSet<Duplex>()
