'use client'
import type { ReactElement } from 'react'
import { Isolated } from './Isolated.tsx'
import { Panel } from './Panel.tsx'

declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** The panel of `LimnDevtools` as a plugin of `<TanStackDevtools plugins={[limnDevtoolsPlugin()]} />`, which must be below a `LimnProvider`. Empty in production. */
export const limnDevtoolsPlugin = (): { id: string; name: string; render: () => ReactElement } => ({
  id: 'limn',
  name: 'limn',
  render: process.env.NODE_ENV === 'production' ? () => <></> : renderPanel,
})

const renderPanel = () => (
  <Isolated>
    <Panel />
  </Isolated>
)
