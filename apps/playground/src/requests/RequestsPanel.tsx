import { useSyncExternalStore, type CSSProperties } from 'react'
import type { Words } from '../words.ts'
import type { Exchange, Exchanges } from './recordExchanges.ts'

interface RequestsPanelProps {
  readonly exchanges: Exchanges
  readonly words: Words['requests']
}

/** What the page asked of the proxy, each at its place in time; what was said is below it when it is opened. */
export function RequestsPanel({ exchanges, words }: RequestsPanelProps) {
  const all = useSyncExternalStore(exchanges.subscribe, exchanges.get)
  const [first] = all
  if (!first) return <p className="exchanges-none">{words.none}</p>
  const last = Math.max(...all.map(({ at, end }) => end ?? at))
  const span = Math.max(1000, last - first.at)
  return (
    <>
      <ol className="exchanges">
        {all.map((each) => (
          <li key={each.id}>
            <details className="exchange" data-bad={isBad(each) || undefined}>
              <summary>
                <b>{each.method}</b> <span className="exchange-path">{each.path}</span>
                <span className="exchange-told">{told(each, words)}</span>
                <span
                  className="exchange-bar"
                  aria-hidden="true"
                  style={
                    {
                      '--at': (each.at - first.at) / span,
                      '--took': ((each.end ?? last) - each.at) / span,
                    } as CSSProperties
                  }
                />
              </summary>
              <Body name={words.sent} text={each.sent} />
              <Body name={words.answer} text={each.answer} />
            </details>
          </li>
        ))}
      </ol>
      <button className="bar-button" type="button" onClick={exchanges.clear}>
        {words.clear}
      </button>
    </>
  )
}

const Body = ({ name, text }: { name: string; text: string | undefined }) =>
  text ? (
    <>
      <h3>{name}</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
      <pre className="code" tabIndex={0} dir="ltr" lang="en">
        <code>{text}</code>
      </pre>
    </>
  ) : null

const isBad = ({ end, status }: Exchange) => end !== undefined && (status === undefined || status >= 400)

function told({ at, end, status, size }: Exchange, words: Words['requests']): string {
  if (end === undefined) return words.running
  const facts = [status ?? words.noAnswer, duration(end - at), size === undefined ? '' : bytes(size)]
  return facts.filter((fact) => fact !== '').join(' · ')
}

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
const bytes = (size: number) => (size < 1000 ? `${size} B` : `${(size / 1000).toFixed(1)} kB`)
