import { checkRequest, createClient, mintKey, toRequest } from '@limn/core'
import { requestSchemaFor } from '@limn/core/schema'
import { LimnProvider } from '@limn/react'
import { memoryLedger } from '@limn/server'
import { CountStepper, SizePicker } from '@limn/ui'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, it } from 'vitest'
import { serveProxy } from '../serveProxy.ts'
import { SizeSelect } from './OwnSelect.tsx'
import { proxyOf } from './server.ts'

afterEach(cleanup)

const setup = () => serveProxy((upstream) => proxyOf({ upstream, ledger: memoryLedger() }))

function Controls() {
  const [size, setSize] = useState('1024x1024')
  return (
    <>
      <SizeSelect value={size} onChange={setSize} />
      <SizePicker />
      <CountStepper />
    </>
  )
}

it('the page follows the server, without a change of its own', async () => {
  const { endpoint } = await setup()
  render(
    <LimnProvider endpoint={endpoint} journal="memory">
      <Controls />
    </LimnProvider>,
  )
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Size' })
  await waitFor(() => expect(select).toBeEnabled())
  expect([...select.options].map(({ text }) => text)).toEqual(['1024 × 1024', '1536 × 1024'])
  await userEvent.selectOptions(select, '1536x1024')
  expect(select).toHaveValue('1536x1024')
  expect(screen.getAllByRole('radio')).toHaveLength(2)
})

it('a stale page gets 400 with the field, and nothing is sent', async () => {
  const { endpoint, simulator } = await setup()
  const client = createClient({ endpoint, headers: { 'sec-fetch-site': 'same-origin' } })
  const offered = await client.getCapabilities()
  const stale = [
    ['size', { size: '3824x2160' }],
    ['n', { n: 3 }],
    ['output_format', { output_format: 'png' }],
    ['model', { model: 'gpt-image-2-text-to-image' }],
  ] as const
  for (const [param, fields] of stale) {
    const request = toRequest({ prompt: 'a fox', size: '1024x1024', ...fields })
    await expect(client.createTask(request, { key: mintKey(Date.now()) })).rejects.toMatchObject({
      code: 'invalid_request',
      status: 400,
      param,
    })
    expect(checkRequest(request, offered)).toMatchObject([{ param }])
    expect(requestSchemaFor(offered).safeParse(request).error?.issues).toMatchObject([{ path: [param] }])
  }
  expect(simulator.creates).toHaveLength(0)
  const right = toRequest({ prompt: 'a fox', size: '1536x1024', n: 2, output_format: 'webp' })
  await client.createTask(right, { key: mintKey(Date.now()) })
  expect(simulator.creates).toHaveLength(1)
})
