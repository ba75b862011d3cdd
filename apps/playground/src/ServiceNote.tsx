import { useQuery } from '@tanstack/react-query'
import { useGenerations } from '@limn/react'
import type { Language } from './words.ts'
import { WORDS } from './words.ts'

interface Service {
  readonly mode: 'simulated' | 'real'
  readonly creditsLeft?: number | null
}

/** Whether pressing Generate costs anything. Asked again when a generation starts or ends. */
export function ServiceNote({ language }: { language: Language }) {
  const words = WORDS[language]
  const live = useGenerations({ live: true }).generations.length
  const { data, isError } = useQuery({
    queryKey: ['playground', live],
    queryFn: readService,
    placeholderData: (before) => before,
  })
  if (isError) return <p className="bar-note">{words.unreachable}</p>
  if (!data) return <p className="bar-note" />
  return <p className="bar-note">{data.mode === 'real' ? words.real(data.creditsLeft ?? null) : words.simulated}</p>
}

async function readService(): Promise<Service> {
  const response = await fetch('/api/playground')
  if (!response.ok) throw new Error(`GET /api/playground answered ${response.status}`)
  return (await response.json()) as Service
}
