/** Hands a file to the browser's downloads. `name` must be safe, with its extension. */
export function saveFile(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), A_MINUTE)
}

const A_MINUTE = 60_000
