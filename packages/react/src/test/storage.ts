import * as fake from 'fake-indexeddb'

/** Gives this process an IndexedDB that outlives a `createLimn`, as a browser's outlives a page. */
export const installIndexedDB = (): void => void Object.assign(globalThis, fake)
