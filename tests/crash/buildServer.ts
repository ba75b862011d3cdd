import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../rules/sources.ts'

const run = promisify(execFile)

/** A copy of core and server, built as they are published, in a folder of its own. */
export interface BuiltServer {
  /** What `limn-proxy` runs. */
  readonly cli: string
  remove(): void
}

/** Copies and builds; `change` may spoil the copy before that, given its `packages/server/src`. The checkout stays as it is. */
export async function buildServer(change: (sources: string) => void = () => {}): Promise<BuiltServer> {
  const copy = mkdtempSync(join(tmpdir(), 'limn-built-'))
  for (const file of ['package.json', 'tsconfig.base.json', 'tsdown.base.ts'])
    cpSync(join(root, file), join(copy, file))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const name of ['core', 'server']) copyPackage(copy, name)
  change(join(copy, 'packages/server/src'))
  const tsdown = join(root, 'node_modules/tsdown/dist/run.mjs')
  const only = ['--no-dts', '--no-publint', '--no-attw', '--logLevel', 'error']
  const build = (name: string) =>
    run(process.execPath, [tsdown, ...only], { cwd: join(copy, 'packages', name), env: { PATH: process.env.PATH } })
  const remove = () => rmSync(copy, { recursive: true, force: true })
  try {
    await Promise.all(['core', 'server'].map(build))
  } catch (error) {
    remove()
    throw error
  }
  return { cli: join(copy, 'packages/server/dist/cli.js'), remove }
}

/** Its sources, and links to what it depends on: packages of the workspace are those of the copy. */
function copyPackage(copy: string, name: string): void {
  const [from, to] = [join(root, 'packages', name), join(copy, 'packages', name)]
  const skip = new Set(['node_modules', 'dist'])
  cpSync(from, to, { recursive: true, filter: (path) => !skip.has(basename(path)) })
  for (const dependency of listDependencies(join(from, 'node_modules'))) {
    const link = join(to, 'node_modules', dependency)
    mkdirSync(join(link, '..'), { recursive: true })
    const [, own] = /^@limn\/(.+)$/.exec(dependency) ?? []
    symlinkSync(
      own === undefined ? realpathSync(join(from, 'node_modules', dependency)) : join(copy, 'packages', own),
      link,
    )
  }
}

const listDependencies = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    )
