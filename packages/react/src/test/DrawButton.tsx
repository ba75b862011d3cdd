import type { Generation } from '../index.ts'
import { useImageGeneration } from '../useImageGeneration.ts'

/** The least that an app can show: a bare button, and what came of it. */
export function DrawButton({ slot, onSettled }: { slot?: string; onSettled?: (generation: Generation) => void }) {
  const { generate, generation, ready } = useImageGeneration({ slot, onSettled })
  return (
    <>
      <button type="button" onClick={() => generate({ prompt: 'a fox in snow' })}>
        Draw
      </button>
      <output>{generation ? generation.status : ready ? 'nothing' : 'not ready'}</output>
    </>
  )
}

/** What it says while something is on its way. */
export const RUNNING = /^(queued|submitting|pending|processing)$/
