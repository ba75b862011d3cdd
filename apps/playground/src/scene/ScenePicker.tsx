import { useEffect, useRef } from 'react'
import type { Words } from '../words.ts'
import type { Service } from './useService.ts'

interface ScenePickerProps {
  readonly service: Service
  readonly play: (name: string | null) => Promise<void>
  readonly words: Words['scenes']
}

/** What goes wrong from now on, on purpose. `?scene=flaky` in the address puts one on. */
export function ScenePicker({ service, play, words }: ScenePickerProps) {
  const asked = useRef(new URLSearchParams(location.search).get('scene'))
  const { scenes = [], scene } = service
  useEffect(() => {
    const name = asked.current
    asked.current = null
    if (name !== null && scenes.includes(name)) void play(name)
  }, [scenes, play])
  return (
    <label className="bar-scene" data-on={scene ? '' : undefined}>
      <span className="unseen">{words.label}</span>
      <select value={scene ?? ''} onChange={(event) => void play(event.target.value || null)}>
        <option value="">{words.none}</option>
        {scenes.map((name) => (
          <option key={name} value={name}>
            {words.names[name as keyof typeof words.names] ?? name}
          </option>
        ))}
      </select>
    </label>
  )
}
