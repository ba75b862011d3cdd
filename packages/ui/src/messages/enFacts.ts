import type { FactsMessages } from './FactsMessages.ts'

const number = new Intl.NumberFormat('en')
const megabytes = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
const count = (amount: number, one: string) => `${number.format(amount)} ${one}${amount === 1 ? '' : 's'}`

/** What is said about a picture, in English. */
export const enFacts: FactsMessages = {
  size: 'Size',
  format: 'Format',
  quality: 'Quality',
  cost: 'Cost',
  references: 'References',
  took: 'Made in',
  when: 'When',
  asAsked: (value) => `${value}, as asked`,
  instead: (value, asked) => `${value}, asked for ${asked}`,
  bytes: (bytes) => (bytes < 1e5 ? `${Math.ceil(bytes / 1000)} kB` : `${megabytes.format(bytes / 1e6)} MB`),
  paid: (credits, pictures) => `${count(credits, 'credit')}${pictures > 1 ? ` for ${number.format(pictures)}` : ''}`,
  count: (amount) => number.format(amount),
  duration: (ms) => (ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`),
  date: (at) => date.format(at),
  asReference: 'Use as reference',
  copyRefused: 'The browser did not allow it. Select the words and copy them.',
}
