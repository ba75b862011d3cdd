'use client'
import { useState, type ReactNode } from 'react'
import type { JournalRecord } from '../journal/record.ts'
import type { Call } from './Call.ts'
import { Curl } from './Curl.tsx'
import { duration } from './duration.ts'
import { statusOf } from './statusOf.ts'
import { timelineOf, type Moment } from './timelineOf.ts'

/** One generation: what it is, what happened to it, and how to ask the same by hand. */
export function Detail({ record, calls }: { record: JournalRecord; calls: readonly Call[] }): ReactNode {
  const { key, slot, task, request, flags, replacedBy, dismissedAt, plain } = record
  const isOn = [
    ...Object.entries(flags).flatMap(([name, on]) => (on ? [name] : [])),
    ...(replacedBy === undefined ? [] : ['replaced']),
    ...(dismissedAt === undefined ? [] : ['dismissed']),
    ...(plain ? ['plain proxy'] : []),
  ]
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Key', key],
    ['Slot', slot],
    ['Task', task?.id],
    ['Request', [request.model, request.size, request.quality, `n ${request.n}`].filter(Boolean).join(' · ')],
    ['Flags', isOn.join(', ') || undefined],
  ]
  return (
    <article aria-label={request.prompt}>
      <header>
        <h2>{request.prompt || 'No prompt'}</h2>
        <span className="status" data-status={statusOf(record)}>
          {statusOf(record)}
        </span>
      </header>
      <dl>
        {facts.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <Timeline moments={timelineOf(record, calls)} />
      <Curl record={record} />
    </article>
  )
}

/** Lines shown at first; a task that ran for long has many. */
const LINES = 100

function Timeline({ moments }: { moments: readonly Moment[] }) {
  const [all, showAll] = useState(false)
  const shown = all ? moments : moments.slice(-LINES)
  return (
    <>
      <h3>Timeline</h3>
      {shown.length < moments.length && (
        <button type="button" className="plain" onClick={() => showAll(true)}>
          Show {moments.length - shown.length} earlier
        </button>
      )}
      <ol aria-label="Timeline">
        {shown.map(({ from, took, text, tone }) => (
          <li key={`${from} ${text}`} data-tone={tone}>
            <span className="from">{from === Infinity ? 'now' : `+${duration(from)}`}</span>
            <span className="text">{text}</span>
            <span className="took">{took === undefined ? '' : duration(took)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
