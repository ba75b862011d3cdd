import { createClient, type Capabilities, type Client, type ClientOptions } from '@limn/core'

/** What a command needs to know of the app. */
export interface CurlFacts {
  readonly options: ClientOptions
  readonly capabilities: Capabilities
}

/**
 * The command that sends what `send` does, word for word, without what is secret: no cookie, no value of the app's own headers;
 * placeholders stand in their place. Nothing is sent.
 */
export async function toCurl(
  { options, capabilities }: CurlFacts,
  send: (client: Client) => Promise<unknown>,
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<Request>()
  const { endpoint, credentials, headers } = options
  const client = createClient({
    endpoint,
    capabilities,
    fetch: async (request) => {
      resolve(request)
      throw new Error('This is only written down.')
    },
  })
  await send(client).catch(() => {})
  const request = await promise
  const body = await request.text()
  const isPost = request.method === 'POST'
  return [
    `curl ${quoted(request.url)}`,
    ...(isPost ? ['-X POST'] : []),
    ...[...request.headers].map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    // A proxy takes no POST with cookies from nowhere.
    ...(isPost ? [`-H ${quoted(`origin: ${location.origin}`)}`] : []),
    ...placeholders(headers).map((header) => `-H ${quoted(header)}`),
    ...(credentials === 'omit' ? [] : [`-b ${quoted('<cookies>')}`]),
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
  ].join(' \\\n  ')
}

/** The names of the app's headers; a function is not asked for them. */
const placeholders = (headers: ClientOptions['headers']): readonly string[] =>
  headers === undefined
    ? []
    : typeof headers === 'function'
      ? ['<headers: those of your app>']
      : [...new Headers(headers).keys()].map((name) => `${name}: <${name}>`)

/** One word of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
