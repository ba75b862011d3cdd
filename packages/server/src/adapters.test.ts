import { ADAPTERS } from './test/adapters.ts'
import { testAdapter } from './test/testAdapter.ts'

for (const [name, adapter] of Object.entries(ADAPTERS)) testAdapter(name, adapter)
