/**
 * Makes a smaller picture, `width` pixels wide at most, upright, as WebP. `read` is asked for the bytes once there is room
 * for them. @throws LimnError `rate_limited` when too many wait; whatever the bytes are guilty of
 */
export type MakeThumbnail = (read: () => Promise<Uint8Array>, width: number) => Promise<Uint8Array<ArrayBuffer>>

/** Widths that are made, in pixels: a few, so that nobody can ask for a thousand sizes of one picture. */
export const WIDTHS = [320, 640, 1280] as const
