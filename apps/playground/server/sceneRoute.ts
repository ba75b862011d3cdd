import type { Handler } from 'hono'
import type { PlaygroundEnv } from './playground.ts'
import type { Scenes } from './scenes.ts'

/** `PUT /api/playground/scene` with `{ "name": "flaky" }`, or null: only from this page, only where nothing is real. */
export const sceneRoute =
  (scenes: Scenes | undefined): Handler<PlaygroundEnv> =>
  async (context) => {
    if (context.req.header('sec-fetch-site') !== 'same-origin') return context.text('Ask from the page itself.', 403)
    if (!scenes) return context.text('Nothing is simulated here.', 404)
    const asked = (await context.req.json().catch(() => undefined)) as { name?: unknown } | undefined
    const name = asked?.name
    const known = name === null || (typeof name === 'string' && scenes.names.includes(name))
    if (!known) return context.text(`\`name\` is null or one of ${scenes.names.join(', ')}.`, 400)
    return (await scenes.play(name)) ? context.body(null, 204) : context.text('The simulator did not take it.', 502)
  }
