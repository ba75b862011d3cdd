import { CREDITS_PER_IMAGE, FORMATS, LIMITS, LimnError, MODELS, QUALITIES, SIZES } from '@limn/core'
import { systemEnvironment } from '../environment.ts'
import type { Upstream } from './upstream.ts'

/** What {@link gptImage2} takes. */
export interface GptImage2Options {
  /** @default process.env.GPT_IMAGE_2_API_KEY */
  apiKey?: string | undefined
  /** https, or http on this machine itself. @default 'https://gpt-image-2.art/api/v1' */
  baseUrl?: string | undefined
  /** @default 10 */
  creditsPerImage?: number | undefined
  /** For tests and simulators. @default undici on Node, `fetch` elsewhere */
  fetch?: Upstream['fetch']
}

/** The GPT Image 2 API. A missing or unusable key is told by `proxy.ready()`, not here: a build has no secrets. */
export function gptImage2(options: GptImage2Options = {}): Upstream {
  const { baseUrl = 'https://gpt-image-2.art/api/v1', creditsPerImage = CREDITS_PER_IMAGE, fetch } = options
  const key = () => checkApiKey(options.apiKey ?? systemEnvironment.variable('GPT_IMAGE_2_API_KEY'))
  return {
    name: 'gpt-image-2',
    baseUrl: baseUrl.replace(/\/+$/, ''),
    headers: () => ({ authorization: `Bearer ${key()}` }),
    create: (body) => ({ path: '/images/generations', method: 'POST', body }),
    task: (id) => ({ path: `/images/tasks/${encodeURIComponent(id)}`, method: 'GET' }),
    credits: ({ n }) => n * creditsPerImage,
    offers: {
      models: MODELS,
      sizes: Object.keys(SIZES),
      qualities: QUALITIES,
      formats: FORMATS,
      n: LIMITS.n,
      references: LIMITS.references,
    },
    ...(fetch && { fetch }),
  }
}

/** The messages never hold the key: a header error would print it. */
function checkApiKey(value: string | undefined): string {
  const key = value?.trim()
  if (!key) throw misconfigured('GPT_IMAGE_2_API_KEY is not set.')
  if (!/^[\x21-\x7e]+$/.test(key)) throw misconfigured('The API key holds characters that no header can carry.')
  if (/["'`]/.test(key)) throw misconfigured('The API key holds quotes: give it without them.')
  return key
}

const misconfigured = (message: string) => new LimnError('proxy_misconfigured', message)
