import type { GenerationRequest } from '@limn/core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { encodePng } from './paint/encodePng.ts'
import { paint } from './paint/paint.ts'
import type { Paint } from './Simulator.ts'
import { createUpstream, errorOf } from './testing/upstream.ts'

const request = (fields: Partial<GenerationRequest> = {}): GenerationRequest => ({
  model: 'gpt-image-2',
  prompt: 'a fox in snow',
  image_urls: [],
  n: 1,
  size: '1024x1024',
  quality: 'low',
  ...fields,
})

const flat = (color: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: color } })
    .png()
    .toBuffer()

async function meanOf(bytes: Uint8Array): Promise<readonly number[]> {
  return (await sharp(bytes).stats()).channels.map(({ mean }) => mean)
}

describe('a picture', () => {
  it.each(['1024x1024', '1536x1024', '1024x1536', '1920x1088', '1088x1920', '3824x2160', '2160x3824'])(
    'has the pixels of %s',
    async (size) => {
      const { bytes, type } = await paint(request({ size, output_format: 'jpeg' }), 0, 1, [])
      const { width, height, format } = await sharp(bytes).metadata()
      expect([`${width}x${height}`, format, type]).toEqual([size, 'jpeg', 'image/jpeg'])
    },
  )

  it.each(['png', 'jpeg', 'webp'] as const)('is a real %s', async (output_format) => {
    const { bytes, type } = await paint(request({ output_format }), 0, 1, [])
    expect([(await sharp(bytes).metadata()).format, type]).toEqual([output_format, `image/${output_format}`])
  })

  it('takes a shape after the prompt for auto', async () => {
    const shape = async (prompt: string) => {
      const { width, height } = await sharp((await paint(request({ prompt, size: 'auto' }), 0, 1, [])).bytes).metadata()
      return `${width}x${height}`
    }
    expect(await shape('portrait of a cat')).toBe('1024x1536')
    expect(await shape('a wide valley')).toBe('1536x1024')
    expect(await shape('a cup')).toBe('1024x1024')
  })

  it.each(['雪山', 'sand dunes', 'the sea', '罂粟 field', 'a cup of tea', 'aurora', 'neon city', 'fox in snow', 'ink'])(
    'of "%s" is the same each time, and another for another index',
    async (prompt) => {
      const draw = async (fields: Partial<GenerationRequest>, index: number, seed: number) =>
        Buffer.from((await paint(request({ prompt, ...fields }), index, seed, [])).bytes)
      const first = await draw({}, 0, 1)
      expect(first.equals(await draw({}, 0, 1))).toBe(true)
      expect(first.equals(await draw({}, 1, 1))).toBe(false)
      // Something to look at: many tones, not a flat box.
      const { channels, entropy } = await sharp(first).stats()
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(18)
      expect(entropy).toBeGreaterThan(5)
    },
  )

  it('is another for another seed or word', async () => {
    const prompts = ['a cup', 'a cup', 'a cup again']
    const files = await Promise.all(prompts.map((prompt, i) => paint(request({ prompt }), 0, i === 1 ? 2 : 1, [])))
    expect(new Set(files.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).size).toBe(3)
  })

  it('takes on the colours and the light of its reference', async () => {
    const plain = await meanOf((await paint(request(), 0, 1, [])).bytes)
    const red = await meanOf((await paint(request(), 0, 1, [await flat('#d01010')])).bytes)
    const blue = await meanOf((await paint(request(), 0, 1, [await flat('#1010d0')])).bytes)
    expect(red[0]! - red[2]!).toBeGreaterThan(plain[0]! - plain[2]! + 60)
    expect(blue[2]! - blue[0]!).toBeGreaterThan(plain[2]! - plain[0]! + 60)

    const half = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#ffffff' } })
      .composite([
        {
          input: await sharp({ create: { width: 32, height: 64, channels: 3, background: '#101010' } })
            .png()
            .toBuffer(),
          left: 0,
          top: 0,
        },
      ])
      .png()
      .toBuffer()
    const { bytes } = await paint(request(), 0, 1, [half])
    const left = await meanOf(await sharp(bytes).extract({ left: 0, top: 0, width: 400, height: 1024 }).toBuffer())
    const right = await meanOf(await sharp(bytes).extract({ left: 624, top: 0, width: 400, height: 1024 }).toBuffer())
    expect(right[1]! - left[1]!).toBeGreaterThan(60)
  })

  it('is a true PNG without any library', async () => {
    const pixels = new Uint8ClampedArray(7 * 5 * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256))
    const { data, info } = await sharp(await encodePng(7, 5, pixels))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([7, 5])
    expect([...data]).toEqual([...pixels])
  })
})

describe('over HTTP', () => {
  const counting = () => {
    const painted: string[] = []
    const draw: Paint = (_request, index, seed) => {
      painted.push(`${index} of ${seed}`)
      return Promise.resolve({ bytes: new Uint8Array([1, 2, 3]), type: 'image/png' })
    }
    return { painted, draw }
  }

  it('a picture is painted when it is fetched, once', async () => {
    const { painted, draw } = counting()
    const { simulator, create, poll, clock } = createUpstream({ paint: draw, seed: 4 })
    const { id } = await create({ prompt: 'x', n: 2 })
    clock.now += 5000
    const { data } = await poll(id)
    expect(painted).toEqual([])
    const answers = await Promise.all([0, 0, 0, 1].map((i) => simulator.fetch(new Request(data[i]!.url))))
    expect(painted).toEqual(['0 of 4', '1 of 4'])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(answers[0]?.headers.get('access-control-allow-origin')).toBe('*')
    expect(answers[0]?.headers.get('content-type')).toBe('image/png')
    expect(new Uint8Array(await answers[0]!.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
  })

  it('there is none before the task has succeeded, nor more than were delivered', async () => {
    const { draw } = counting()
    const { simulator, create, clock } = createUpstream({ paint: draw })
    const { id } = await create({ prompt: 'x' })
    const fetchImage = (i: number) => simulator.fetch(new Request(`https://upstream.test/files/${id}/${i}.png`))
    expect((await fetchImage(0)).status).toBe(404)
    clock.now += 5000
    expect((await fetchImage(0)).status).toBe(200)
    expect((await fetchImage(1)).status).toBe(404)
  })

  it('one that cannot be painted is told as a 500', async () => {
    const { simulator, create, clock } = createUpstream({ paint: () => Promise.reject(new Error('No more red.')) })
    const { id } = await create({ prompt: 'x' })
    clock.now += 5000
    const answer = await simulator.fetch(new Request(`https://upstream.test/files/${id}/0.png`))
    expect(answer.status).toBe(500)
    expect(await errorOf(answer)).toMatchObject({
      code: 'server_error',
      message: expect.stringContaining('No more red.') as string,
    })
  })
})
