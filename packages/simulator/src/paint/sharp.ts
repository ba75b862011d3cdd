import type Sharp from 'sharp'

let loaded: Promise<typeof Sharp | undefined> | undefined

/** sharp, where this runs in Node and it is installed. By a variable, so that no bundler for browsers looks for it. */
export function loadSharp(): Promise<typeof Sharp | undefined> {
  const name = 'sharp'
  const inNode = 'process' in globalThis && globalThis.process.versions?.node !== undefined
  loaded ??= inNode
    ? (import(/* @vite-ignore */ /* webpackIgnore: true */ name) as Promise<{ default: typeof Sharp }>).then(
        (module) => module.default,
        () => undefined,
      )
    : Promise.resolve(undefined)
  return loaded
}
