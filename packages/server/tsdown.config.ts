import { defineConfig } from 'tsdown'
import { base } from '../../tsdown.base.ts'

export default defineConfig({
  ...base,
  entry: [
    'src/index.ts',
    'src/node.ts',
    'src/next.ts',
    'src/sqlite.ts',
    'src/postgres.ts',
    'src/vite.ts',
    'src/cli.ts',
    'src/transport/node.ts',
    'src/transport/fetch.ts',
    'src/thumbnail/sharp.ts',
    'src/thumbnail/none.ts',
  ],
  // Which of these it is, the package's own `imports` say where it runs.
  deps: { neverBundle: ['#transport', '#thumbnail', /^node:/] },
})
