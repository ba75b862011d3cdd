import { build, type InlineConfig } from 'vite'

/** Builds as for those who deploy. Vitest says `test`, and Vite would build React as for development. */
export async function buildForProduction(config: InlineConfig) {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    return await build({ logLevel: 'error', ...config })
  } finally {
    process.env.NODE_ENV = NODE_ENV
  }
}
