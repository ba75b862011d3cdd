/** The model names of the API page; the last two are aliases it accepts. */
export const MODELS = ['gpt-image-2', 'gpt-image-2-text-to-image', 'gpt-image-2-image-to-image'] as const

/** The sizes of the API page: `width` and `height` in pixels, `ratio` as people say it. `auto` has neither. */
export const SIZES = {
  auto: {},
  '1024x1024': { ratio: '1:1', width: 1024, height: 1024 },
  '1536x1024': { ratio: '3:2', width: 1536, height: 1024 },
  '1024x1536': { ratio: '2:3', width: 1024, height: 1536 },
  '1920x1088': { ratio: '16:9', width: 1920, height: 1088 },
  '1088x1920': { ratio: '9:16', width: 1088, height: 1920 },
  '3824x2160': { ratio: '16:9', width: 3824, height: 2160 },
  '2160x3824': { ratio: '9:16', width: 2160, height: 3824 },
} as const satisfies Record<string, SizeFacts>

/** What is known of a size before a picture exists; pixels. */
export interface SizeFacts {
  readonly ratio?: string
  readonly width?: number
  readonly height?: number
}

/** A size of the API page. */
export type Size = keyof typeof SIZES

/** Open: other upstreams and newer models have more sizes. */
export type AnySize = Size | (string & {})

/** Pixels and ratio of a size; an unknown one has none. */
export const sizeFacts = (size: AnySize): SizeFacts => (Object.hasOwn(SIZES, size) ? SIZES[size as Size] : {})

/** The API page names `high` and `auto`; the provider takes these four. */
export const QUALITIES = ['auto', 'low', 'medium', 'high'] as const

/** Output formats of the API page. */
export const FORMATS = ['png', 'jpeg', 'webp'] as const

/** A picture's file format. */
export type Format = (typeof FORMATS)[number]

/** Credits one picture takes (API page). Advisory: the answer's `credits` is the truth. */
export const CREDITS_PER_IMAGE = 10

/** `prompt` in code points, `references` in URLs, `upload` in bytes of a file, `url` in characters, `n` in pictures. The API page sets only `n`. */
export const LIMITS = { prompt: 8000, references: 16, upload: 20_000_000, url: 2048, n: 10 } as const

/** The fields of a request that an error can blame, by their names on the wire. */
export const PARAMS = [
  'model',
  'prompt',
  'image_urls',
  'n',
  'size',
  'quality',
  'output_format',
  'response_format',
] as const

/** A field of a request, by its name on the wire. */
export type Param = (typeof PARAMS)[number]
