import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../rules/sources.ts'

const running: ChildProcess[] = []
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limn-playground-'))
})
afterEach(() => {
  running.splice(0).forEach((child) => child.kill())
  rmSync(folder, { recursive: true, force: true })
})

/** Starts one of the workspace's commands and gives the first line it prints. */
function start(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, ['--conditions=@limn/source', join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: '', LIMN_FOLDER: folder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
  })
}
const urlIn = (line: string) => /http:\/\/\S+/.exec(line)![0]

describe('the commands', () => {
  it('pnpm dev prints one URL and says that it is simulated', async () => {
    const line = await start('apps/playground/server/dev.ts', [], {
      PORT: '0',
      NODE_ENV: 'development',
      GPT_IMAGE_2_API_KEY: '',
    })
    expect(await (await fetch(`${urlIn(line)}/api/playground`)).json()).toMatchObject({
      mode: 'simulated',
      creditsLeft: null,
    })
    expect(await (await fetch(urlIn(line))).text()).toContain('<title>')
  })

  it('with a key it is real, capped, and never answers with the key', async () => {
    const key = 'sk-never-shown-0123456789'
    const line = await start('apps/playground/server/dev.ts', [], {
      PORT: '0',
      NODE_ENV: 'development',
      GPT_IMAGE_2_API_KEY: key,
      LIMN_CAP: '50',
    })
    expect(line).not.toContain(key)
    expect(await (await fetch(`${urlIn(line)}/api/playground`)).json()).toEqual({ mode: 'real', creditsLeft: 50 })
    const capabilities = await (await fetch(`${urlIn(line)}/api/images/capabilities`)).text()
    expect(JSON.parse(capabilities)).toMatchObject({ budget: { cap: 50, held: 0, spent: 0 } })
    expect(capabilities).not.toContain(key)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['real.db', 'secret']))
  })

  it('simulator and proxy work together: a create through both is charged once and answered twice', async () => {
    const upstream = await start('packages/simulator/src/cli.ts', ['--port', '0', '--api-key', 'K', '--duration', '10'])
    expect(upstream).toMatch(/^limn simulator listening on http:\/\/127\.0\.0\.1:\d+\/api\/v1$/)
    const proxy = await start(
      'packages/server/src/cli.ts',
      ['--port', '0', '--upstream', urlIn(upstream), '--ledger', 'memory', '--principal-header', 'x-user'],
      { GPT_IMAGE_2_API_KEY: 'K', LIMN_SECRET: 'a secret of at least thirty-two bytes' },
    )
    expect(proxy).toMatch(/^limn proxy listening on http:\/\/127\.0\.0\.1:\d+\/api\/images$/)
    const create = (user: Record<string, string>) =>
      fetch(`${urlIn(proxy)}/generations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k1', ...user },
        body: JSON.stringify({ prompt: 'a fox' }),
      })
    const answers = await Promise.all([create({ 'x-user': 'u1' }), create({ 'x-user': 'u1' }), create({})])
    expect(answers.map(({ status }) => status).filter((status) => status === 401)).toHaveLength(1)
    const log = (await (await fetch(new URL('/_simulator/log', urlIn(upstream)))).json()) as { event: string }[]
    expect(log.filter(({ event }) => event === 'create')).toHaveLength(1)
  })
})
