import { useBudget, useCapabilities, type Budget } from '@limn/react'
import type { ReactNode } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'

/** Props of {@link Credits}. */
export type CreditsProps = PartProps<'output', { low: boolean }> & {
  /** @default useBudget() */
  budget?: Pick<Budget, 'remaining' | 'cap'> | undefined
  /** Credits that the next request takes. @default those of one picture */
  cost?: number | undefined
  /** Shown when too little is left for it. */
  topUp?: ReactNode
}

/** What is left to spend. Empty where nothing is counted. */
export function Credits({ budget, cost, topUp, ...props }: CreditsProps): ReactNode {
  const { credits } = useMessages()
  const own = useBudget()
  const { creditsPerImage } = useCapabilities()
  const { cap, remaining } = budget ?? own ?? { cap: null, remaining: null }
  const low = remaining !== null && remaining < (cost ?? creditsPerImage)
  return useRender('output', 'credits', { low }, props, {
    children: remaining !== null && (
      <>
        {credits.left(remaining, cap ?? remaining)}
        {low && topUp}
      </>
    ),
  })
}
