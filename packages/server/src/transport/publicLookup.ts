import { lookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivateAddress } from '../policy/hosts.ts'

/** Asks for all addresses of a name. */
export type Resolve = (
  name: string,
  options: object,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * A lookup that gives public addresses only, at the moment of connecting: a name that is judged first and asked again later
 * may lead elsewhere by then.
 */
export const publicLookup =
  (resolve: Resolve = (name, options, callback) => lookup(name, { ...options, all: true }, callback)): LookupFunction =>
  (name, options, callback) =>
    resolve(name, options, (error, found) => {
      const addresses = error ? [] : found.filter(({ address }) => !isPrivateAddress(address))
      const [first] = addresses
      if (!first) callback(error ?? new Error(`${name} leads to a private address`), options.all ? [] : '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
