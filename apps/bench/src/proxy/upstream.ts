import { createServer } from 'node:http'
import { ready } from './ready.ts'

let ids = 0
const body = (id: string) =>
  JSON.stringify({
    id,
    object: 'image.generation',
    created: 1_714_000_000,
    model: 'gpt-image-2-text-to-image',
    status: 'processing',
    credits: 10,
    data: [],
  })

// An upstream that answers at once: each task runs for ever.
ready(
  createServer((request, response) => {
    const id = request.method === 'POST' ? `task-${(ids += 1)}` : request.url!.slice(request.url!.lastIndexOf('/') + 1)
    request.resume()
    response.setHeader('content-type', 'application/json').end(body(id))
  }),
)
