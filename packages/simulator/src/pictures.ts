import type { SimulatedTask } from './SimulatedTask.ts'
import type { Paint } from './Simulator.ts'

type Picture = Awaited<ReturnType<Paint>>

/** Paints when first asked, one picture after the other, and keeps the newest. */
export interface Pictures {
  of(task: SimulatedTask, index: number): Promise<Picture>
  clear(): void
}

const MAX_BYTES = 128 * 1024 * 1024

export function createPictures(paint: Paint, seed: number): Pictures {
  const kept = new Map<string, { picture: Promise<Picture>; bytes: number }>()
  let last: Promise<unknown> = Promise.resolve()

  function shrink(): void {
    let sum = [...kept.values()].reduce((bytes, entry) => bytes + entry.bytes, 0)
    for (const [name, { bytes }] of kept) {
      if (sum <= MAX_BYTES) return
      if (bytes === 0) continue
      kept.delete(name)
      sum -= bytes
    }
  }

  async function paintAfter(previous: Promise<unknown>, task: SimulatedTask, index: number): Promise<Picture> {
    await previous.catch(() => undefined)
    return paint(task.request, index, seed, await task.references)
  }

  async function keep(name: string, entry: { picture: Promise<Picture>; bytes: number }): Promise<void> {
    try {
      entry.bytes = (await entry.picture).bytes.length
      shrink()
    } catch {
      kept.delete(name)
    }
  }

  return {
    of(task, index) {
      const name = `${task.id}/${index}`
      const known = kept.get(name)
      if (known) return known.picture
      const entry = { picture: paintAfter(last, task, index), bytes: 0 }
      last = entry.picture
      kept.set(name, entry)
      void keep(name, entry)
      return entry.picture
    },
    clear: () => kept.clear(),
  }
}
