import type { Answer } from '../answer.ts'

/** `GET /health`: alive. Nobody is asked who they are, nothing is looked up. */
export const health = async (): Promise<Answer> => ({ status: 200, body: { ok: true } })
