import type { Paint } from '@limn/simulator'
import sharp from 'sharp'

const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#c0391b' } })
  .png()
  .toBuffer()

/** Where only the number of charges counts, one pixel will do. */
export const dot: Paint = async () => ({ bytes: Uint8Array.from(await pixel), type: 'image/png' })
