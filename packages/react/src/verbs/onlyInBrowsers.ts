/** @throws Error on a server, where nobody acts */
export function onlyInBrowsers(): void {
  if (typeof window === 'undefined')
    throw new Error('limn: generate() was called on a server. Call it in the browser, where the user acts.')
}
