import { useLayoutEffect } from 'react'
import { useSetting } from '../useSetting.ts'
import type { Words } from '../words.ts'
import { claimMedia } from './claimMedia.ts'

/** What another person's browser may ask of the page: `?direction=on`, `?still=on`, `?forced=on` in the address too. */
export type SwitchName = 'direction' | 'still' | 'forced'

type Switch = readonly [name: SwitchName, isOn: boolean, turn: (isOn: boolean) => void]

/** The switches, in force wherever they are shown: right to left, less motion, forced colours. */
export function useSwitches(): readonly Switch[] {
  const direction = useSwitch('direction')
  const still = useSwitch('still')
  const forced = useSwitch('forced')
  const [isRtl, isStill, isForced] = [direction[1], still[1], forced[1]]
  useLayoutEffect(() => {
    const { documentElement: page } = document
    page.dir = isRtl ? 'rtl' : 'ltr'
    page.toggleAttribute('data-forced', isForced)
    claimMedia('prefers-reduced-motion: reduce', isStill)
    claimMedia('forced-colors: active', isForced)
  }, [isRtl, isStill, isForced])
  return [direction, still, forced]
}

function useSwitch(name: SwitchName): Switch {
  const [value, set] = useSetting(name, ['off', 'on'], 'off')
  return [name, value === 'on', (isOn) => set(isOn ? 'on' : 'off')]
}

interface SwitchesProps {
  readonly switches: readonly Switch[]
  readonly words: Words['tokens']['switches']
}

/** The page as others have it. */
export const Switches = ({ switches, words }: SwitchesProps) => (
  <div className="tokens">
    {switches.map(([name, isOn, turn]) => (
      <label key={name}>
        <span>{words[name]}</span>
        <input type="checkbox" checked={isOn} onChange={(event) => turn(event.target.checked)} />
      </label>
    ))}
  </div>
)
