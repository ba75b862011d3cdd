import type { Point } from './point.ts'
import { answers } from './points/answers.ts'
import { anonymous, ownership } from './points/callers.ts'
import { contract } from './points/contract.ts'
import { csrf } from './points/csrf.ts'
import { deletion } from './points/deletion.ts'
import { idempotency } from './points/idempotency.ts'
import { pictures } from './points/pictures.ts'
import { reads } from './points/reads.ts'
import { tasks } from './points/tasks.ts'

/** Everything a proxy is held to, in the order in which it is tried. */
export const POINTS: readonly Point[] = [
  ...contract,
  ...anonymous,
  ...csrf,
  ...tasks,
  ...idempotency,
  ...ownership,
  ...reads,
  ...pictures,
  ...deletion,
  ...answers,
]
