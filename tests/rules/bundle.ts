import { gzipSync } from 'node:zlib'
import { build as esbuild } from 'esbuild'
import { rolldown } from 'rolldown'
import { root } from './sources.ts'

const EXTERNAL = ['react', 'react/jsx-runtime', 'react-dom', '@tanstack/react-query']

/** The words come with the provider: they are counted apart. */
const MESSAGES = /(^|\/)en\.ts$/

/** Bytes, minified and gzipped, of a module that imports these names of `from`; `external` is not counted. */
export async function measure(from: string, names: readonly string[], external: readonly string[] = []) {
  const code = `export { ${names.join(', ')} } from '${from}'`
  const outside = [...EXTERNAL, ...external]
  const [one, other] = await Promise.all([byEsbuild(code, outside), byRolldown(code, outside)])
  return { esbuild: gzipSync(one).length, rolldown: gzipSync(other).length }
}

async function byEsbuild(contents: string, external: readonly string[]): Promise<string> {
  const { outputFiles } = await esbuild({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    conditions: ['@limn/source'],
    external: [...external],
    plugins: [
      {
        name: 'words',
        setup: ({ onResolve }) => onResolve({ filter: MESSAGES }, ({ path }) => ({ path, external: true })),
      },
    ],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'empty' },
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}

async function byRolldown(contents: string, external: readonly string[]): Promise<string> {
  const entry = 'virtual:entry'
  const bundle = await rolldown({
    input: entry,
    cwd: root,
    external: [...external, MESSAGES],
    resolve: { conditionNames: ['@limn/source', 'import', 'browser', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id, importer) =>
          id === entry ? id : importer === entry ? import.meta.resolve(id).replace('file://', '') : null,
        load: (id) => (id === entry ? { code: contents, moduleType: 'ts' } : null),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  await bundle.close()
  return output[0].code
}
