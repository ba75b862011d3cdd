import type { WritingMessages } from './WritingMessages.ts'

const number = new Intl.NumberFormat('en')
const characters = (amount: number) => `${number.format(amount)} character${amount === 1 ? '' : 's'}`

/** What helps while a sentence is written, in English. */
export const enWriting: WritingMessages = {
  enhance: 'Improve the wording',
  enhancing: 'Improving',
  stop: 'Stop',
  undo: 'Undo',
  enhanceFailed: 'The wording could not be improved. Yours is as it was.',
  left: (amount) => `${characters(amount)} left`,
  over: (amount) => `${characters(amount)} too many`,
  move: (position) => `Move reference ${position} forward`,
  moved: (position, count) => `Now reference ${position} of ${count}`,
}
