import { readFileSync } from 'node:fs'
import type { UserConfig } from 'tsdown'

/** Keeps a barrel of whole files what it is: of a list of names, esbuild takes into the first chunk all that is used anywhere. */
const barrels = {
  name: 'barrels',
  renderChunk(_code: string, { fileName, facadeModuleId }: { fileName: string; facadeModuleId: string | null }) {
    if (fileName !== 'index.js' || facadeModuleId === null) return null
    const lines = readFileSync(facadeModuleId, 'utf8').match(/^export (?!type ).*$/gm) ?? []
    if (!lines.every((line) => line.startsWith('export * from'))) return null
    const code = lines.map((line) => line.replace(/(\.\.?\/.*)\.tsx?'/, "$1.js'")).join('\n')
    return { code, map: { mappings: '' } }
  },
}

export const base: UserConfig = {
  entry: ['src/index.ts'],
  plugins: [barrels],
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  unbundle: true,
  dts: { sourcemap: true },
  sourcemap: true,
  clean: true,
  fixedExtension: false,
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error', excludeEntrypoints: ['./styles.css'] },
  failOnWarn: false,
  inputOptions: {
    onLog(level, log, handler) {
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log)
    },
  },
}
