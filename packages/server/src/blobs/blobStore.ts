/** The part of unstorage's `Storage` that is used, so that any of its drivers fits. */
export interface BlobStore {
  setItemRaw(key: string, value: Uint8Array, options?: Record<string, unknown>): Promise<void>
  getItemRaw(key: string): Promise<unknown>
  removeItem(key: string): Promise<void>
  /** Whether there is something of that name; where it is not there, the name alone is believed. */
  hasItem?(key: string): Promise<boolean>
  /** Names below `base`; where it is there, what has run out is removed. */
  getKeys?(base?: string): Promise<string[]>
}

/** What a store gave, as bytes; undefined where it has nothing of that name. */
export function toBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (ArrayBuffer.isView(value))
    return Uint8Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
  return undefined
}
