/** A seeded generator: the same seed gives the same run, on every machine. */
export interface Random {
  /** A float in [0, 1). */
  (): number
  /** A float in [low, high). */
  between(low: number, high: number): number
  /** One of these, each as likely as the other. */
  pick<T>(options: readonly [T, ...T[]]): T
}

export function createRandom(...seeds: readonly (string | number)[]): Random {
  let state = hash(seeds.join('\u0000'))
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return Object.assign(next, {
    between: (low: number, high: number) => low + next() * (high - low),
    pick: <T>(options: readonly [T, ...T[]]): T => options[Math.floor(next() * options.length)] ?? options[0],
  })
}

/** FNV-1a with a final mix, so that neighbouring seeds do not give neighbouring runs. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
