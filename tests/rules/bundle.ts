import { gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { build as esbuild } from 'esbuild'
import { rolldown } from 'rolldown'
import { build as vite } from 'vite'
import { root } from './sources.ts'

const EXTERNAL = ['react', 'react/jsx-runtime', 'react-dom', '@tanstack/react-query']

/** The words come with the provider: they are counted apart. */
const MESSAGES = /(^|\/)en\.ts$/

/** Named only: nothing is written. */
const OUT = 'bundled'

/** One file of a bundle, and the files that the page must have before it runs. */
interface Chunk {
  readonly isEntry: boolean
  readonly code: string
  readonly imports: readonly string[]
}

/** Files by their name. */
type Chunks = ReadonlyMap<string, Chunk>

/** Bytes, minified and gzipped: `first` must be there before the page runs, `whole` counts what may come later too. */
interface Size {
  readonly first: number
  readonly whole: number
}

/** The size of a module that imports these names of `from`; `external` is not counted. */
export async function measure(from: string, names: readonly string[], external: readonly string[] = []) {
  const code = `export { ${names.join(', ')} } from '${from}'`
  const outside = [...EXTERNAL, ...external]
  const [esbuilt, rolled] = await Promise.all([byEsbuild(code, outside), byRolldown(code, outside)])
  return { esbuild: sizeOf(esbuilt), rolldown: sizeOf(rolled) }
}

/** The oldest that know all the styles are written in, as the playground is built for. */
const BROWSERS = ['chrome123', 'edge123', 'firefox120', 'safari17.5'] as const

/** Bytes of a stylesheet, minified and gzipped; the pictures that it names are files of their own. */
export async function measureStyles(path: string) {
  const entry = join(root, path)
  const { outputFiles } = await esbuild({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    outdir: OUT,
    external: ['*.svg'],
  })
  const vited = await vite({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      assetsInlineLimit: 0,
      cssTarget: [...BROWSERS],
      rolldownOptions: { input: entry, output: { assetFileNames: '[name][extname]' } },
    },
  })
  const files = 'output' in vited ? vited.output : []
  const lowered = files.flatMap((file) => (file.fileName.endsWith('.css') && 'source' in file ? [file.source] : []))
  const bytes = (texts: readonly (string | Uint8Array)[]) => gzipSync(texts.map(String).join('')).length
  return { esbuild: bytes(outputFiles.map(({ text }) => text)), vite: bytes(lowered) }
}

function sizeOf(chunks: Chunks): Size {
  const first = new Set([...chunks.keys()].filter((name) => chunks.get(name)!.isEntry))
  for (const name of first) for (const needed of chunks.get(name)!.imports) if (chunks.has(needed)) first.add(needed)
  const bytes = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipSync(chunks.get(name)!.code).length, 0)
  return { first: bytes(first), whole: bytes(chunks.keys()) }
}

async function byEsbuild(contents: string, external: readonly string[]): Promise<Chunks> {
  const { outputFiles, metafile } = await esbuild({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    outdir: OUT,
    splitting: true,
    metafile: true,
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
  return new Map(
    Object.entries(metafile.outputs).map(([name, { entryPoint, imports }]) => [
      name,
      {
        isEntry: entryPoint === '<stdin>',
        code: outputFiles.find(({ path }) => path === join(root, name))!.text,
        imports: imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path),
      },
    ]),
  )
}

async function byRolldown(contents: string, external: readonly string[]): Promise<Chunks> {
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
  return new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])))
}
