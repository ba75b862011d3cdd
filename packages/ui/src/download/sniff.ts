const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))

/** The picture format that the bytes themselves show; undefined for anything else, a login page included. */
export function sniff(bytes: Uint8Array): { extension: string; type: string } | undefined {
  if (ascii(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return { extension: 'png', type: 'image/png' }
  if (ascii(bytes, 0, 3) === '\u00ff\u00d8\u00ff') return { extension: 'jpg', type: 'image/jpeg' }
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return { extension: 'webp', type: 'image/webp' }
  return undefined
}
