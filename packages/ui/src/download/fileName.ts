/**
 * A file name of letters, digits and hyphens from a prompt, at most 60 of them, with the picture's number (from 1).
 * No control, path, quote or direction mark survives, and the number keeps it clear of reserved names.
 */
export function fileName(prompt: string, position: number): string {
  const words = prompt.normalize('NFC').match(/[\p{Letter}\p{Mark}\p{Number}]+/gu) ?? []
  const [stem] = /^.{0,60}/u.exec(words.join('-').toLowerCase()) ?? ['']
  return `${stem.replace(/-+$/, '') || 'limn'}-${position}`
}
