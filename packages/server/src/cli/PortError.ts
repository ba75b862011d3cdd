import { UsageError } from './UsageError.ts'

/** Somebody else listens there. */
export class PortError extends UsageError {
  constructor(port: number) {
    super(`port ${port} is taken: give another --port, or 0 for a free one.`)
  }
}
