import { toNextHandlers } from '@limn/server/next'
import { proxy } from '../../../../lib/limn.ts'

export const { GET, POST } = toNextHandlers(proxy)
