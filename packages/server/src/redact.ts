/** Takes secrets out of a text. A "secret" below 8 characters is left: it would blank ordinary words. */
export type Redact = (text: string) => string

/** A JSON text without secrets, those written in escapes (`\u002d`, `\/`) included. What cannot be searched is left out whole. */
export function redactJson(redact: Redact, text: string): string {
  if (!text.includes('\\')) return redact(text)
  try {
    return JSON.stringify(JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value)))
  } catch {
    return ''
  }
}

/** A redactor of `secrets`, read anew each time. */
export function createRedact(secrets: () => readonly string[]): Redact {
  return (text) =>
    secrets()
      .filter((secret) => secret.length >= 8)
      .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}
