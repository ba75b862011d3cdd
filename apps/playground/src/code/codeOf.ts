import type { RequestFields } from '@limn/core'
import type { Language } from '../words.ts'

/** What the code is to show: the settings of the form now, and the language of the page. */
export interface Shown {
  readonly request: RequestFields
  readonly language: Language
}

/** The name of one of the snippets. */
export type Snippet = 'component' | 'hook' | 'curl' | 'server'

interface Writer {
  readonly file: string
  /** `origin`: where this page is served. */
  readonly write: (shown: Shown, origin: string) => string
}

/** The ways to have what the playground shows, each as one file that runs. */
export const SNIPPETS: Readonly<Record<Snippet, Writer>> = {
  component: {
    file: 'App.tsx',
    write: ({ request, language }: Shown) => {
      const chinese = language === 'zh-CN'
      const studio = `<ImageStudio endpoint="/api/images"${initialOf(request)} />`
      return lines(
        chinese ? "import { ImageStudio, MessagesProvider } from '@limn/ui'" : "import { ImageStudio } from '@limn/ui'",
        chinese && "import { zhCN } from '@limn/ui/messages/zh-CN'",
        "import '@limn/ui/styles.css'",
        '',
        'export function App() {',
        chinese
          ? `  return (\n    <MessagesProvider messages={zhCN}>\n      ${studio}\n    </MessagesProvider>\n  )`
          : `  return ${studio}`,
        '}',
      )
    },
  },
  hook: {
    file: 'Picture.tsx',
    write: ({ request }: Shown) =>
      lines(
        "import { LimnProvider, useImageGeneration } from '@limn/react'",
        '',
        'export function App() {',
        '  return (',
        '    <LimnProvider endpoint="/api/images">',
        '      <Picture />',
        '    </LimnProvider>',
        '  )',
        '}',
        '',
        'function Picture() {',
        "  const { generation, generate } = useImageGeneration({ slot: 'picture' })",
        `  const draw = () => generate(${literal(withPrompt(request))})`,
        '  return (',
        '    <>',
        '      <button onClick={draw}>Draw</button>',
        '      {generation && <p role="status">{generation.status}</p>}',
        '      {generation?.images.map(({ index, url }) => (',
        '        <img key={index} src={url} alt={generation.request.prompt} />',
        '      ))}',
        '    </>',
        '  )',
        '}',
      ),
  },
  curl: {
    file: 'create.sh',
    write: ({ request }: Shown, origin) =>
      lines(
        '# The key is the intent: sent twice, it is charged once.',
        `curl ${origin}/api/images/generations \\`,
        "  -H 'content-type: application/json' \\",
        '  -H "idempotency-key: $(uuidgen)" \\',
        `  -d ${quoted(JSON.stringify(withPrompt(request)))}`,
      ),
  },
  server: {
    file: 'server.ts',
    write: () =>
      lines(
        "import { createServer } from 'node:http'",
        "import { createProxy, gptImage2 } from '@limn/server'",
        "import { toNodeHandler } from '@limn/server/node'",
        "import { sqliteLedger } from '@limn/server/sqlite'",
        '',
        '// GPT_IMAGE_2_API_KEY and LIMN_SECRET (32 bytes or more) come from the environment.',
        'const images = createProxy({',
        '  upstream: gptImage2(),',
        "  ledger: sqliteLedger('images.db'),",
        "  budget: { credits: 500, per: 'day' },",
        '  authorize: (request) => userOf(request),',
        '})',
        '',
        '/** Your own session. Whoever it names pays, and owns the pictures. */',
        'function userOf(request: Request) {',
        "  const id = request.headers.get('x-user')",
        '  return id ? { id } : null',
        '}',
        '',
        'createServer(toNodeHandler(images)).listen(3000)',
      ),
  },
}

const lines = (...all: readonly (string | false)[]) => all.filter((line) => line !== false).join('\n')

/** The settings that were chosen, the prompt apart: it is the visitor's. */
function initialOf(request: RequestFields): string {
  const settings = { ...request, prompt: undefined, image_urls: undefined }
  const chosen = Object.entries(settings).filter(([, value]) => value !== undefined)
  return chosen.length === 0 ? '' : ` initial={${literal(Object.fromEntries(chosen))}}`
}

const withPrompt = ({ prompt, image_urls, ...settings }: RequestFields) => ({
  prompt: prompt?.trim() || 'a fox in snow',
  ...settings,
  ...(image_urls && image_urls.length > 0 && { image_urls: image_urls.filter((url) => typeof url === 'string') }),
})

/** As TypeScript would have it. */
function literal(value: object): string {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{ ${fields.map(([name, field]) => `${name}: ${valueOf(field)}`).join(', ')} }`
}

const valueOf = (field: unknown): string =>
  typeof field === 'string' && !/['\\\n\r\u2028\u2029]/.test(field) ? `'${field}'` : JSON.stringify(field)

/** For a POSIX shell: nothing inside is read as anything else. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
