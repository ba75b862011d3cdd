import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { mountLimn } from '../test/mountLimn.tsx'
import { Credits } from './Credits.tsx'

afterEach(cleanup)
const topUp = <a href="/pricing">Get more</a>

it('says what is left, and offers more only when it is not enough', () => {
  mountLimn(<Credits budget={{ cap: 1200, remaining: 40 }} cost={40} topUp={topUp} />)
  expect(screen.getByRole('status')).toHaveTextContent('40 of 1,200 credits left')
  expect(screen.queryByRole('link')).toBeNull()
  cleanup()
  mountLimn(<Credits budget={{ cap: 1200, remaining: 30 }} cost={40} topUp={topUp} />)
  expect(screen.getByRole('status')).toHaveAttribute('data-low')
  expect(screen.getByRole('link', { name: 'Get more' })).toBeVisible()
})

it('is empty where nothing is counted', () => {
  mountLimn(<Credits budget={{ cap: null, remaining: null }} topUp={topUp} />)
  expect(screen.getByRole('status')).toBeEmptyDOMElement()
})
