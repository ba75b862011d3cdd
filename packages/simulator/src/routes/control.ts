import { isLimnError } from '@limn/core'
import { json, refuse } from '../answer.ts'
import type { Simulator } from '../Simulator.ts'

/** `GET log`, `PUT faults`, `POST reset`: what a test of another process steers the simulator with. */
export async function control(
  simulator: Pick<Simulator, 'log' | 'reset'> & { replaceFaults(faults: unknown): void },
  name: string,
  request: Request,
): Promise<Response> {
  switch (`${request.method} ${name}`) {
    case 'GET log':
      return json(simulator.log)
    case 'POST reset':
      simulator.reset()
      return new Response(null, { status: 204 })
    case 'PUT faults':
      try {
        simulator.replaceFaults(await request.json())
        return new Response(null, { status: 204 })
      } catch (error) {
        const message = isLimnError(error) ? error.message : 'The body is not valid JSON.'
        return refuse(400, { message, param: 'faults' })
      }
    default:
      return refuse(404, { code: 'unknown_url', message: 'There is GET log, PUT faults and POST reset.' })
  }
}
