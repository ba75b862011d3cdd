import { act, cleanup, render, screen } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, it, vi } from 'vitest'
import { createLimn, LimnProvider, useOnline } from './index.ts'

const onLine = vi.spyOn(navigator, 'onLine', 'get')
afterEach(() => {
  cleanup()
  onLine.mockReturnValue(true)
})

const Online = () => <output>{useOnline() ? 'online' : 'offline'}</output>
const at = (endpoint: string) => (
  <LimnProvider limn={createLimn({ endpoint, journal: 'memory', fetch: () => Promise.reject(new TypeError('off')) })}>
    <Online />
  </LimnProvider>
)
const said = () => screen.getByRole('status').textContent
const go = (to: boolean) =>
  act(() => {
    onLine.mockReturnValue(to)
    dispatchEvent(new Event(to ? 'online' : 'offline'))
  })

it('is what the browser says of itself, from one moment to the next', () => {
  render(at('https://images.example/api'))
  expect(said()).toBe('online')
  go(false)
  expect(said()).toBe('offline')
  go(true)
  expect(said()).toBe('online')
})

it('is true for a proxy on this very machine, which needs no network', () => {
  onLine.mockReturnValue(false)
  render(at('http://127.0.0.1:3000/api/images'))
  expect(said()).toBe('online')
})

it('is true on a server', () => {
  onLine.mockReturnValue(false)
  expect(renderToString(at('https://images.example/api'))).toContain('online')
})
