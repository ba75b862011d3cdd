import { join } from 'node:path'
import { build } from 'vite'
import { expect, it } from 'vitest'

it('has colours in an app that Vite builds by its defaults and that says no color-scheme', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: join(import.meta.dirname, 'styles.css') } },
  })
  if (!('output' in built)) throw new Error('Vite built more than one thing.')
  const css = built.output.map((file) => ('source' in file ? String(file.source) : '')).join('')
  // What light-dark() is rewritten to reads these two; unset, the whole declaration counts for nothing.
  const read = new Set(Array.from(css.matchAll(/var\((--lightningcss-[a-z]+)/g), ([, name]) => name))
  const [, root = ''] = /@layer theme\s*\{\s*:where\(:root\)\s*\{([^}]*)\}/.exec(css) ?? []
  const set = Array.from(root.matchAll(/(--lightningcss-[a-z]+)\s*:/g), ([, name]) => name)
  expect(set).toEqual(expect.arrayContaining([...read]))
  expect(read.size).toBe(2)
})
