import { cleanup, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CountStepper } from '../count-stepper/CountStepper.tsx'
import { mountLimn } from '../test/mountLimn.tsx'
import { SizePicker } from './SizePicker.tsx'

afterEach(cleanup)

describe('SizePicker', () => {
  it('offers each shape once, and a resolution where a shape has two', async () => {
    const onValueChange = vi.fn<(size: string) => void>()
    mountLimn(<SizePicker onValueChange={onValueChange} />)
    expect(screen.getAllByRole('radio').map((chip) => chip.closest('label')?.textContent)).toEqual([
      '1:1',
      '3:2',
      '2:3',
      '16:9',
      '9:16',
      'auto',
    ])
    await userEvent.click(screen.getByRole('radio', { name: '16:9' }))
    await userEvent.click(screen.getByRole('radio', { name: '4K' }))
    await userEvent.click(screen.getByRole('radio', { name: '9:16' }))
    expect(onValueChange.mock.calls.map(([size]) => size)).toEqual(['1920x1088', '3824x2160', '2160x3824'])
  })

  it('takes a subset and a size that no table knows', () => {
    mountLimn(<SizePicker sizes={['1024x1024', '512x512']} value="1024x1024" />)
    expect(screen.getAllByRole('radio')).toHaveLength(1)
    expect(screen.getByText('1024 × 1024')).toBeVisible()
  })
})

describe('CountStepper', () => {
  it('steps and takes numbers, within its range', async () => {
    mountLimn(<CountStepper max={4} />)
    const number = screen.getByRole('spinbutton')
    const more = screen.getByRole('button', { name: 'One more' })
    for (const _ of [1, 2, 3, 4, 5]) await userEvent.click(more)
    expect(number).toHaveValue(4)
    expect(more).toHaveAttribute('aria-disabled', 'true')
    await userEvent.clear(number)
    await userEvent.type(number, '2')
    await userEvent.tab()
    expect(number).toHaveValue(2)
    await userEvent.clear(number)
    await userEvent.type(number, '99')
    await userEvent.tab()
    expect(number).toHaveValue(2)
  })
})
