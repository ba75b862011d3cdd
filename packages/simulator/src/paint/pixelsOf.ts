import { sizeFacts, type GenerationRequest } from '@limn/core'

const TALL = /\b(portrait|poster|phone|vertical|tower|standing|full[- ]body)\b|竖|海报|肖像|手机壁纸/
const WIDE = /\b(landscape|panorama|wide|banner|cinematic|horizon|skyline|cover)\b|横|风景|全景|横幅/

/** Pixels of the picture that is asked for; `auto` takes a size after the prompt's words. */
export function pixelsOf({ size, prompt }: GenerationRequest): { width: number; height: number } {
  const { width, height } = sizeFacts(size)
  if (width && height) return { width, height }
  if (TALL.test(prompt.toLowerCase())) return { width: 1024, height: 1536 }
  if (WIDE.test(prompt.toLowerCase())) return { width: 1536, height: 1024 }
  return { width: 1024, height: 1024 }
}
