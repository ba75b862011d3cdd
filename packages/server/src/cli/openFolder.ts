import type { BlobStore } from '../blobs/blobStore.ts'
import { UsageError } from './UsageError.ts'

/** A folder as a store of files; what is needed for it is loaded only here. @throws UsageError when its package is missing */
export async function openFolder(flag: string, folder: string): Promise<BlobStore> {
  try {
    const [{ createStorage }, { default: fs }] = await Promise.all([
      import('unstorage'),
      import('unstorage/drivers/fs-lite'),
    ])
    return createStorage({ driver: fs({ base: folder }) })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new UsageError(`${flag} needs the package unstorage beside @limn/server: npm install unstorage`)
  }
}
