import { defineConfig } from 'tsdown'
import { base } from '../../tsdown.base.ts'

export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/history.ts', 'src/schema.ts', 'src/devtools.ts', 'src/uploads.ts'],
})
