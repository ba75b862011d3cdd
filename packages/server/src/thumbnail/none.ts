import type { MakeThumbnail } from './thumbnail.ts'

/** Here is nothing that makes thumbnails. */
export const loadThumbnails = async (): Promise<MakeThumbnail | undefined> => undefined
