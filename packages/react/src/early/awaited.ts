import type { Submission } from '../Limn.ts'

/** The submission of a key whose promises are those of one that is not `known` yet. */
export const awaited = (key: string, known: Promise<Omit<Submission, 'key'>>): Submission => ({
  key,
  submitted: known.then(({ submitted }) => submitted),
  outcome: known.then(({ outcome }) => outcome),
})
