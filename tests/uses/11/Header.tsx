import { useBudget, useGenerations } from '@limn/react'
import { Credits } from '@limn/ui'

export const Header = () => <Credits topUp={<a href="/pricing">Get more</a>} />

export function OwnHeader() {
  const budget = useBudget()
  const running = useGenerations({ live: true }).generations.length
  return (
    <p>
      {running} running · {budget?.remaining ?? '∞'} credits left
    </p>
  )
}
