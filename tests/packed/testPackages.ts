import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { describe, expect, it } from 'vitest'
import { root } from '../rules/sources.ts'
import { PACKED, tarball } from './installPacked.ts'

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>
  readonly publishConfig: { readonly exports?: Readonly<Record<string, unknown>> }
  readonly imports?: unknown
  readonly bin?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly sideEffects: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** Every path that a field names, but what only this workspace reads. */
const pathsIn = (field: unknown, condition = ''): readonly string[] =>
  condition === '@limn/source'
    ? []
    : typeof field === 'string'
      ? [field]
      : Object.entries(field ?? {}).flatMap(([name, inner]) => pathsIn(inner, name))

/** What the tarballs carry, as it lies installed in the folder of an app. */
export function testPackages(app: () => string): void {
  describe.each(PACKED)('@limn/%s as it is published', (name) => {
    const source = read(join(root, 'packages', name))
    // core comes with the others: an app does not see it.
    const folder = () =>
      name === 'core'
        ? globSync('node_modules/.pnpm/@limn+core*/node_modules/@limn/core', { cwd: app() }).map((path) =>
            join(app(), path),
          )[0]!
        : join(app(), 'node_modules/@limn', name)

    it('exports what publishConfig says, and names only files that are there', () => {
      const { exports, bin, imports, sideEffects } = read(folder())
      expect(exports).toEqual(source.publishConfig.exports)
      expect(Object.keys(exports)).toEqual(Object.keys(source.exports))
      const named = [exports, bin, imports].flatMap((field) => pathsIn(field))
      expect(named.length).toBeGreaterThan(1)
      expect(named.filter((path) => !existsSync(join(folder(), path)))).toEqual([])
      expect(sideEffects).toEqual(name === 'ui' ? ['**/*.css'] : false)
    })

    it('is built files and nothing else: no sources, no tests, nothing that runs at an install', () => {
      const files = globSync('**/*.*', { cwd: folder() }).filter((path) => !path.startsWith('node_modules'))
      expect(files.filter((path) => !/^(dist\/.*\.(js|d\.ts|map|css|svg)|package\.json)$/.test(path))).toEqual([])
      expect(files.filter((path) => /\.test\.|(^|\/)test\//.test(path))).toEqual([])
      const { scripts = {}, dependencies = {}, peerDependencies = {} } = read(folder())
      expect(Object.keys(scripts).filter((script) => /install|prepare/.test(script))).toEqual([])
      const versions = Object.values({ ...dependencies, ...peerDependencies })
      expect(versions.filter((version) => !/^[\^>=\d]/.test(version))).toEqual([])
    })

    it('is without a fault that publint or attw know', async () => {
      const { messages } = await publint({ pkgDir: folder(), strict: true, pack: false })
      expect(messages).toEqual([])
      const archive = createPackageFromTarballData(readFileSync(join(app(), tarball(name))))
      const analysis = await checkPackage(archive, { excludeEntrypoints: ['./styles.css'] })
      // The packages are ESM only: what a `require` of CommonJS makes of them is no fault.
      const esm = (analysis.types ? analysis.problems : []).filter(
        (problem) => !('resolutionKind' in problem) || ['node16-esm', 'bundler'].includes(problem.resolutionKind),
      )
      expect([Boolean(analysis.types), esm]).toEqual([true, []])
    }, 60_000)
  })
}
