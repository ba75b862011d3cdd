/** Takes secrets out of a text. A "secret" below 8 characters is left: it would blank ordinary words. */
export type Redact = (text: string) => string

/** A redactor of `secrets`, read anew each time. */
export function createRedact(secrets: () => readonly string[]): Redact {
  return (text) =>
    secrets()
      .filter((secret) => secret.length >= 8)
      .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
}
