import { LimnProvider } from '@limn/react'
import type { SimulatorOptions } from '@limn/simulator'
import { render, type RenderResult } from '@testing-library/react'
import type { ReactElement } from 'react'
import { StrictMode } from 'react'
import { openLimn, type Stack } from './openLimn.ts'

/** A part on the real thing, in the document. */
export function mountLimn(ui: ReactElement, options: SimulatorOptions = {}): RenderResult & Stack {
  const stack = openLimn(options)
  const view = render(ui, {
    wrapper: ({ children }) => (
      <StrictMode>
        <LimnProvider limn={stack.limn}>{children}</LimnProvider>
      </StrictMode>
    ),
  })
  return { ...view, ...stack }
}
