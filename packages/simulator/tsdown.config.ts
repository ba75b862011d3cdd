import { defineConfig } from 'tsdown'
import { base } from '../../tsdown.base.ts'

export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/node.ts', 'src/msw.ts', 'src/cli.ts'],
  deps: { neverBundle: [/^node:/] },
})
