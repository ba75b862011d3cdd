import { PICTURE_TYPES, type PictureType } from '@limn/core'

/**
 * A file name of letters, digits and hyphens from a prompt, at most 60 of them, with the picture's number (from 1) and the
 * extension of its bytes. No control, path, quote or direction mark survives.
 */
export function fileName(prompt: string, index: number, type: PictureType): string {
  const words = prompt.normalize('NFC').match(/[\p{Letter}\p{Mark}\p{Number}]+/gu) ?? []
  const [stem = ''] = /^.{0,60}/u.exec(words.join('-').toLowerCase()) ?? []
  return `${stem.replace(/-+$/, '') || 'limn'}-${index + 1}.${PICTURE_TYPES[type]}`
}

/** `Content-Disposition` that saves under this name, also where only ASCII is understood. */
export function saveAs(name: string): string {
  const ascii = /^[a-z\d.-]+$/.test(name) ? name : `limn${/-\d+\.\w+$/.exec(name)?.[0] ?? ''}`
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
