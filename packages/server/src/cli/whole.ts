import { UsageError } from './UsageError.ts'

/** A whole number from 0 to `max`, as a flag has it. @throws UsageError */
export function whole(flag: string, text: string, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= max) return value
  throw new UsageError(`${flag} must be a whole number from 0 to ${max}, not ${JSON.stringify(text)}.`)
}
