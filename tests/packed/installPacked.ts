import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../rules/sources.ts'

const run = promisify(execFile)

/** The packages of a published limn that an app installs. */
export const PACKED = ['core', 'server', 'react', 'ui'] as const

/** An app in a folder of its own, with limn as npm would deliver it. */
export interface PackedApp {
  readonly folder: string
  /** Runs a bin of its dependencies; what it said. */
  bin(name: string, args: readonly string[], env?: Record<string, string>): Promise<string>
  remove(): void
}

/** Nothing of this process but where programs are: an app is tried without its developer's environment. */
export const cleanEnv = (env: Record<string, string> = {}) => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NO_COLOR: '1',
  CI: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  ...env,
})

/** Packs what `pnpm build` has built, and installs it as tarballs beside a copy of `app` and its other dependencies. */
export async function installPacked(app: string, others: readonly string[]): Promise<PackedApp> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'limn-packed-')))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    cpSync(app, folder, { recursive: true, filter: (path) => !/\/(node_modules|\.next)$/.test(path) })
    await Promise.all(PACKED.map((name) => pack(name, folder)))
    writeFileSync(join(folder, 'package.json'), manifestOf(others))
    writeFileSync(join(folder, 'pnpm-workspace.yaml'), SETTINGS)
    await pnpm(['install', '--prefer-offline', '--no-frozen-lockfile'], folder)
  } catch (error) {
    remove()
    throw error
  }
  return {
    folder,
    bin: async (name, args, env) => {
      const { stdout, stderr } = await run(join(folder, 'node_modules/.bin', name), args, {
        cwd: folder,
        env: cleanEnv(env),
      }).catch(said)
      return stdout + stderr
    },
    remove,
  }
}

async function pack(name: string, folder: string): Promise<void> {
  const own = join(root, 'packages', name)
  if (!existsSync(join(own, 'dist'))) throw new Error(`packages/${name} is not built: run \`pnpm packed\`.`)
  await pnpm(['pack', '--out', join(folder, tarball(name))], own)
}

/** Where a package's tarball lies in the app's folder. */
export const tarball = (name: string) => `limn-${name}.tgz`

/** With the environment of this process: it may say where the registry is. */
const pnpm = (args: readonly string[], cwd: string) => run('pnpm', args, { cwd }).catch(said)

/** A command that failed says more than its name. */
function said(error: Error & { stdout?: string; stderr?: string }): never {
  throw new Error(`${error.message}\n${error.stdout ?? ''}\n${error.stderr ?? ''}`, { cause: error })
}

/** The versions are those of this workspace; core comes with the others, and nothing is asked of a registry for it. */
const manifestOf = (others: readonly string[]) =>
  JSON.stringify({
    name: 'packed-app',
    private: true,
    type: 'module',
    dependencies: {
      ...Object.fromEntries(PACKED.slice(1).map((name) => [`@limn/${name}`, `file:${tarball(name)}`])),
      ...Object.fromEntries(others.map((name) => [name, versionOf(name)])),
    },
  })

const versionOf = (name: string) =>
  (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version

/** Peers are what the app installs: one that is missing or does not fit fails the install. */
const SETTINGS = `pmOnFail: ignore
autoInstallPeers: false
strictPeerDependencies: true
allowBuilds:
  sharp: false
overrides:
${PACKED.map((name) => `  '@limn/${name}': file:${tarball(name)}`).join('\n')}
`
