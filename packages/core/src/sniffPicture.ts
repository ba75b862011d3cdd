/** Media types of pictures, with the extension of their files. Nothing else is taken or handed out. */
export const PICTURE_TYPES = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' } as const

/** A media type of {@link PICTURE_TYPES}. */
export type PictureType = keyof typeof PICTURE_TYPES

/** What a file is by its first 12 bytes, whatever its name or header says; undefined for everything that is no picture. */
export function sniffPicture(head: Uint8Array): PictureType | undefined {
  const has = (at: number, ...wanted: readonly number[]) => wanted.every((byte, index) => head[at + index] === byte)
  if (has(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (has(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  return has(0, 0x52, 0x49, 0x46, 0x46) && has(8, 0x57, 0x45, 0x42, 0x50) ? 'image/webp' : undefined
}
