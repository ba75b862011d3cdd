/** Where the journal is written down. What it returns was written by any version of limn, or by anyone: data to check. */
export interface Medium {
  /** Survives a reload. */
  readonly durable: boolean
  readonly readAll: (namespace: string) => Promise<readonly unknown[]>
  readonly read: (namespace: string, key: string) => Promise<unknown>
  /**
   * One atomic read-change-write; resolves with what is stored, once it is stored. `undefined` from `change` writes nothing.
   * @throws whatever the storage throws (blocked, full)
   */
  readonly update: (namespace: string, key: string, change: (stored: unknown) => unknown) => Promise<unknown>
  readonly clear: (namespace: string) => Promise<void>
}
