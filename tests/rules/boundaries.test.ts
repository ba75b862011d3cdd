import { builtinModules } from 'node:module'
import { describe, expect, it } from 'vitest'
import { reachable, sources } from './sources.ts'

/** Who may import whom of the workspace, at run time. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  server: ['@limn/core'],
  simulator: ['@limn/core'],
  react: ['@limn/core'],
  ui: ['@limn/core', '@limn/react'],
}

/** Sources above 200 lines, with the reason. At most three. */
const LONG: Readonly<Record<string, string>> = {}

const ofPackage = (name: string) => sources.filter(({ path }) => path.startsWith(`packages/${name}/`))
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
const isNode = (specifier: string) =>
  specifier.startsWith('node:') || builtinModules.includes(packageOf(specifier)) || packageOf(specifier) === 'undici'
const found = (list: readonly { path: string; imports: readonly string[] }[], wrong: (specifier: string) => boolean) =>
  list.flatMap(({ path, imports }) => imports.filter(wrong).map((specifier) => `${path} imports ${specifier}`))

describe('boundaries', () => {
  it.each(Object.entries(MAY_IMPORT))('%s imports only what it may of the workspace', (name, allowed) => {
    const own = ofPackage(name)
    expect(own.length).toBeGreaterThan(5)
    expect(
      found(own, (specifier) => specifier.startsWith('@limn/') && !allowed.includes(packageOf(specifier))),
    ).toEqual([])
    expect(found(own, (specifier) => specifier.startsWith('../../../'))).toEqual([])
  })

  it('core has no dependency; only its schema knows zod', () => {
    const foreign = (specifier: string) => !specifier.startsWith('.')
    expect(
      found(
        ofPackage('core').filter(({ path }) => !path.includes('/schema/')),
        foreign,
      ),
    ).toEqual([])
    expect(found(ofPackage('core'), (specifier) => foreign(specifier) && specifier !== 'zod')).toEqual([])
    expect(found(reachable('packages/core/src/index.ts'), foreign)).toEqual([])
  })

  it.each(['core', 'react', 'ui'])('%s runs in a browser: nothing of Node', (name) => {
    expect(found(ofPackage(name), isNode)).toEqual([])
  })

  it.each(['server', 'simulator'])('the main entry of %s imports nothing of Node', (name) => {
    expect(found(reachable(`packages/${name}/src/index.ts`), isNode)).toEqual([])
  })

  it('the main entry of server carries no database', () => {
    const database = (specifier: string) => ['kysely', 'pg'].includes(packageOf(specifier))
    expect(found(reachable('packages/server/src/index.ts'), database)).toEqual([])
    expect(found(reachable('packages/server/src/sqlite.ts'), (specifier) => specifier === 'pg')).toEqual([])
  })

  it('the hooks carry no zod, and server and simulator no React', () => {
    expect(found(reachable('packages/react/src/index.ts'), (specifier) => packageOf(specifier) === 'zod')).toEqual([])
    const react = (specifier: string) => ['react', 'react-dom'].includes(packageOf(specifier))
    expect(found([...ofPackage('server'), ...ofPackage('simulator'), ...ofPackage('core')], react)).toEqual([])
  })

  it('nothing imports an app', () => {
    expect(found(sources, (specifier) => /@limn\/playground|\/apps\//.test(specifier))).toEqual([])
  })
})

describe('sources', () => {
  it('stay below 200 lines', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 201)
    expect(long.map(({ path }) => path).filter((path) => !(path in LONG))).toEqual([])
    expect(Object.keys(LONG).length).toBeLessThanOrEqual(3)
  })

  it('export by name', () => {
    const defaults = sources.filter(
      ({ path, text }) => /^export default\b|\bas default\b/m.test(text) && !path.endsWith('.config.ts'),
    )
    expect(defaults.map(({ path }) => path)).toEqual([])
  })

  it('are named after what they hold', () => {
    expect(
      sources.map(({ path }) => path).filter((path) => /\/(utils?|types|helpers|common|misc)\.tsx?$/.test(path)),
    ).toEqual([])
  })

  it('import zod as a namespace: a named import weighs 90 kB in a browser', () => {
    expect(sources.filter(({ text }) => /import \{[^}]*\} from 'zod/.test(text)).map(({ path }) => path)).toEqual([])
  })
})
