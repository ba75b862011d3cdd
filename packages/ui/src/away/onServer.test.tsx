// @vitest-environment node
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { LimnProvider } from '@limn/react'
import { sampleGeneration } from '@limn/simulator'
import { renderToPipeableStream } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { GenerationTray } from '../generation-tray/GenerationTray.tsx'
import { useTitleBadge } from './useTitleBadge.ts'

function Page() {
  useTitleBadge()
  return <GenerationTray notify generations={[sampleGeneration('processing')]} />
}

it('what tells a user who is elsewhere is silent on a server, and keeps no process alive', async () => {
  const open = vi.fn<() => void>()
  vi.stubGlobal('BroadcastChannel', open)
  const faults: unknown[] = []
  const page = renderToPipeableStream(
    <LimnProvider>
      <Page />
    </LimnProvider>,
    { onError: (fault) => void faults.push(fault) },
  )
  const html = await text(page.pipe(new PassThrough()))
  expect(faults).toEqual([])
  expect(html).toContain('In progress')
  expect(open).not.toHaveBeenCalled()
  vi.unstubAllGlobals()
})
