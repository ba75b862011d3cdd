import type { Duration } from '../ledger/steps.ts'

/** How long such tasks usually take, in seconds. */
export interface Usual {
  readonly p50: number
  readonly p95: number
}

/** What is usual, by the kind of a request. */
interface UsualBook {
  /** The closest class with samples enough: size and quality, quality, size, all; undefined while there are too few. */
  of(request: { readonly size?: string | undefined; readonly quality?: string | undefined }): Usual | undefined
  readonly all: Usual | undefined
}

/** Below so many a class says nothing. */
const ENOUGH = 20
/** The middle of a log-normal: beyond it are the stretched few, which are to teach nothing. */
const [LOW, HIGH] = [0.1, 0.9]
/** Quantiles of the standard normal at 0.9 and 0.95. */
const [Z90, Z95] = [1.2816, 1.6449]

/** Learns from past durations, by a log-normal through their 10th, 50th and 90th percentiles. */
export function learnUsual(durations: readonly Duration[]): UsualBook {
  const classes = new Map<string, number[]>()
  for (const { size, quality, seconds } of durations)
    if (seconds > 0 && Number.isFinite(seconds))
      for (const name of namesOf({ size, quality })) {
        const logs = classes.get(name) ?? []
        logs.push(Math.log(seconds))
        classes.set(name, logs)
      }
  const usual = new Map(
    [...classes].filter(([, logs]) => logs.length >= ENOUGH).map(([name, logs]) => [name, fit(logs)]),
  )
  return {
    of: (request) => usual.get(namesOf(request).find((name) => usual.has(name)) ?? ''),
    all: usual.get(ALL),
  }
}

const ALL = 'all'

/** The classes of a request, the closest first. */
const namesOf = ({ size, quality }: { size?: string | undefined; quality?: string | undefined }) => [
  `both ${size} ${quality}`,
  `quality ${quality}`,
  `size ${size}`,
  ALL,
]

function fit(logs: readonly number[]): Usual {
  const sorted = logs.toSorted((a, b) => a - b)
  const middle = quantile(sorted, 0.5)
  const sigma = (quantile(sorted, HIGH) - quantile(sorted, LOW)) / (2 * Z90)
  return { p50: Math.exp(middle), p95: Math.exp(middle + Z95 * sigma) }
}

/** Between the two neighbours in line. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return below + (above - below) * (at % 1)
}
