import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useGenerations } from '@limn/react'

/** What stands behind the page. */
export interface Service {
  readonly mode: 'simulated' | 'real'
  readonly creditsLeft: number | null
  /** What the simulator can be told to do wrong, and which of it is on; absent where nothing is simulated. */
  readonly scenes?: readonly string[]
  readonly scene?: string | null
}

/** Asked again when a generation starts or ends. */
export function useService() {
  const live = useGenerations({ live: true }).generations.length
  const client = useQueryClient()
  const { data: service, isError } = useQuery({
    queryKey: ['playground', live],
    queryFn: read,
    placeholderData: (before) => before,
  })
  async function play(name: string | null) {
    await fetch('/api/playground/scene', { method: 'PUT', body: JSON.stringify({ name }) })
    await client.invalidateQueries({ queryKey: ['playground'] })
  }
  return { service, isError, play }
}

async function read(): Promise<Service> {
  const response = await fetch('/api/playground')
  if (!response.ok) throw new Error(`GET /api/playground answered ${response.status}`)
  return (await response.json()) as Service
}
