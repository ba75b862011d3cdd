import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { defineConfig } from 'tsdown'
import { base } from '../../tsdown.base.ts'

export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/messages/en.ts', 'src/messages/zh-CN.ts'],
  plugins: [
    {
      name: 'flat-styles',
      async generateBundle() {
        const { source, pictures } = await flatten('src/styles.css')
        this.emitFile({ type: 'asset', fileName: 'styles.css', source })
        for (const path of pictures)
          this.emitFile({ type: 'asset', fileName: basename(path), source: await readFile(path) })
      },
    },
  ],
})

/**
 * One file without `@import`: it works in a `<link>` too, and a bundler has nothing to follow. The pictures that its parts
 * name are files beside it, since many a page allows no `data:`.
 */
async function flatten(path: string) {
  const pictures: string[] = []
  const lines = (await readFile(path, 'utf8')).split('\n').map(async (line) => {
    const [, imported] = /^@import '(.+)';$/.exec(line) ?? []
    if (!imported) return line
    const part = join(dirname(path), imported)
    const text = await readFile(part, 'utf8')
    pictures.push(...Array.from(text.matchAll(/url\('(.+?)'\)/g), ([, url]) => join(dirname(part), url!)))
    return text
  })
  return { source: (await Promise.all(lines)).join('\n'), pictures }
}
