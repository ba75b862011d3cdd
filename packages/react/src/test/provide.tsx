import type { ReactNode } from 'react'
import { LimnProvider } from '../LimnProvider.tsx'
import type { LimnOptions } from '../Limn.ts'
import type { World } from './world.ts'

/** A provider on the proxy of `world`, which polls as often as it may. */
export const provide = (world: World, children: ReactNode, options: LimnOptions = {}) => (
  <LimnProvider endpoint={world.path} fetch={world.fetch} pollInterval={340} {...options}>
    {children}
  </LimnProvider>
)
