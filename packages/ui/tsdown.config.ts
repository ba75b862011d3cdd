import { readFile } from 'node:fs/promises'
import { defineConfig } from 'tsdown'
import { base } from '../../tsdown.base.ts'

export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/messages/en.ts', 'src/messages/zh-CN.ts'],
  plugins: [
    {
      name: 'flat-styles',
      async generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'styles.css', source: await flatten('src/styles.css') })
      },
    },
  ],
})

/** One file without `@import`: it works in a `<link>` too, and a bundler has nothing to follow. */
async function flatten(path: string): Promise<string> {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const lines = (await readFile(path, 'utf8')).split('\n').map(async (line) => {
    const [, imported] = /^@import '(.+)';$/.exec(line) ?? []
    return imported ? readFile(`${folder}/${imported}`, 'utf8') : line
  })
  return (await Promise.all(lines)).join('\n')
}
