/** The smallest PNG as a file; `bytes`: how large, by what stands behind its end. */
export function picture(name: string, bytes = 0): File {
  const rest = new Uint8Array(Math.max(0, bytes - PIXEL.length))
  return new File([PIXEL, rest], name, { type: 'image/png' })
}

const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='),
  (char) => char.charCodeAt(0),
)
