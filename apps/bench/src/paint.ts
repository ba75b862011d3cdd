import { FORMATS, sizeFacts, type Format } from '@limn/core'
import { createSimulator } from '@limn/simulator'
import sharp from 'sharp'

const ROUNDS = 3
const API = 'http://127.0.0.1/api/v1'

/** ms from asking for a picture to its last byte, and what sharp alone needs to encode as many pixels. Median of rounds. */
export async function benchPaint() {
  const rows = []
  for (const size of ['1024x1024', '1536x1024', '3824x2160'])
    for (const format of FORMATS) {
      const painted = []
      const encoded = []
      for (let round = 0; round < ROUNDS; round += 1) {
        painted.push(await paint(size, format, round))
        encoded.push(await encode(size, format))
      }
      const [paints, encodes] = [median(painted), median(encoded)]
      rows.push({
        size,
        format,
        'paint ms': paints.toFixed(0),
        'encode alone ms': encodes.toFixed(0),
        ratio: (paints / encodes).toFixed(1),
      })
    }
  return { title: `Painting, median of ${ROUNDS}`, rows }
}

async function paint(size: string, output_format: Format, round: number): Promise<number> {
  const { fetch } = createSimulator({ duration: 0, seed: round + 1 })
  const headers = { authorization: 'Bearer k', 'content-type': 'application/json' }
  const body = JSON.stringify({ prompt: `ridges in mist ${round}`, size, output_format })
  const { id } = await json(fetch(new Request(`${API}/images/generations`, { method: 'POST', headers, body })))
  const { data } = await json(fetch(new Request(`${API}/images/tasks/${id}`, { headers })))
  return timed(async () => (await fetch(new Request(data[0]!.url))).arrayBuffer())
}

const json = async (answer: Promise<Response>) =>
  (await answer).json() as Promise<{ id: string; data: readonly { url: string }[] }>

function encode(size: string, format: Format): Promise<number> {
  const { width = 0, height = 0 } = sizeFacts(size)
  const noise = Buffer.from(
    Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 2_654_435_761) >>> 24),
  )
  return timed(() =>
    sharp(noise, { raw: { width, height, channels: 3 } })
      .toFormat(format)
      .toBuffer(),
  )
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
