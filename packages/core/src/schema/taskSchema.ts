import * as z from 'zod'
import { FORMATS, LIMITS } from '../catalog.ts'
import { TASK_STATUSES } from '../status.ts'
import { MAX_SECONDS } from '../seconds.ts'
import { MAX_IMAGES } from '../task.ts'
import { safeImageUrl } from '../url.ts'

/** An error as it travels, in OpenAI's shape. */
export const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
})

const imageUrl = z.string().refine((url) => safeImageUrl(url) !== null, 'A picture is http(s) or a path on the proxy.')

/** A task as it travels, strictly: the API page's fields, and those that a limn proxy adds. */
export const taskSchema = z.object({
  id: z.string().min(1).max(1024),
  object: z.literal('image.generation').optional(),
  status: z.enum(TASK_STATUSES),
  created: z.int().min(0).max(MAX_SECONDS),
  model: z.string().max(200),
  credits: z.int().min(0).max(100_000).optional(),
  data: z.array(z.object({ url: imageUrl.nullable() })).max(MAX_IMAGES),
  error: errorSchema.shape.error.optional(),
  key: z.string().optional(),
  slot: z.string().optional(),
  archived: z.boolean().optional(),
  request: z
    .object({
      model: z.string(),
      prompt: z.string().optional(),
      image_urls: z.array(z.string()).optional(),
      n: z.int().min(1).max(LIMITS.n),
      size: z.string().optional(),
      quality: z.string().optional(),
      output_format: z.enum(FORMATS).optional(),
      response_format: z.literal('url').optional(),
    })
    .optional(),
})

/** A task as it travels. */
export type WireTask = z.output<typeof taskSchema>
