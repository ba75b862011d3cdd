/**
 * Puts words onto the clipboard.
 * @throws what the browser refuses it with; a TypeError where a page without TLS has no clipboard
 */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}
