import type { Client } from '@limn/core'

/** A client whose proxy takes files, because the app brings them elsewhere. */
export const takingFiles = (client: Client, takes: () => boolean): Client => ({
  ...client,
  getCapabilities: async (call) => {
    const known = await client.getCapabilities(call)
    return takes() ? { ...known, references: { ...known.references, upload: true } } : known
  },
})
