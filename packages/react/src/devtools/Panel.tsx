'use client'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { Detail } from './Detail.tsx'
import { statusOf } from './statusOf.ts'
import { useRecorder } from './useRecorder.ts'

/** All generations, and what happened to the chosen one: the newest, until another is chosen. */
export function Panel(): ReactNode {
  const { records, calls } = useRecorder()
  const [chosen, choose] = useState<string>()
  const shown = records.find(({ key }) => key === chosen) ?? records[0]
  return (
    <section className="panel" aria-label="limn devtools">
      <nav aria-label="Generations">
        {!shown && <p className="nothing">Nothing was asked for yet.</p>}
        <ul>
          {records.map((record) => (
            <li key={record.key}>
              <button
                type="button"
                aria-current={record === shown}
                onClick={() => choose(record.key)}
                onKeyDown={moveFocus}
              >
                <span className="prompt">{record.request.prompt || 'No prompt'}</span>
                <span className="status" data-status={statusOf(record)}>
                  {statusOf(record)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {shown && <Detail key={shown.key} record={shown} calls={calls.get(shown.key) ?? []} />}
    </section>
  )
}

const STEPS: { readonly [key: string]: (index: number, last: number) => number } = {
  ArrowUp: (index) => Math.max(0, index - 1),
  ArrowDown: (index, last) => Math.min(last, index + 1),
  Home: () => 0,
  End: (_index, last) => last,
}

function moveFocus(event: KeyboardEvent<HTMLButtonElement>) {
  const buttons = [...(event.currentTarget.closest('ul')?.querySelectorAll('button') ?? [])]
  const next = STEPS[event.key]?.(buttons.indexOf(event.currentTarget), buttons.length - 1)
  if (next === undefined) return
  event.preventDefault()
  buttons[next]?.focus()
}
