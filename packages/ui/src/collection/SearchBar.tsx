import { useEffect, useRef, type FormEvent, type ReactNode } from 'react'
import { STAR } from '../icon/drawings.ts'
import type { Announce, Handed } from '../lazily/Handed.ts'
import type { Kind, Wanted } from './createMatcher.ts'

interface SearchBarProps extends Handed {
  announce: Announce
  wanted: Wanted
  /** How many are left. */
  found: number
  onChange: (wanted: Wanted) => void
  onClose: () => void
}

const KINDS = ['all', 'live', 'done', 'trouble'] as const satisfies readonly Kind[]

/** ms without a letter, after which the count is said. */
const PAUSE = 600

/** Words, what became of it, favourites. */
export function SearchBar({ wanted, found, onChange, onClose, ...handed }: SearchBarProps): ReactNode {
  const { icon: Icon, messages, announce } = handed
  const { collection: words } = messages
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  // Asked for by the button under "Nothing found": the field says so too.
  useEffect(() => {
    if (field.current && wanted.query === '') field.current.value = ''
  }, [wanted.query])
  useSaid(wanted, words.found(found), announce)
  // Half a syllable of an input method is not looked for.
  const look = ({ currentTarget, nativeEvent }: FormEvent<HTMLInputElement>) => {
    if (!(nativeEvent instanceof InputEvent && nativeEvent.isComposing))
      onChange({ ...wanted, query: currentTarget.value })
  }
  return (
    <search className="limn-actions limn-tool-line">
      <input
        className="limn-input"
        type="search"
        ref={field}
        defaultValue={wanted.query}
        aria-label={words.searchHint}
        placeholder={words.searchHint}
        enterKeyHint="search"
        autoComplete="off"
        onInput={look}
        onCompositionEnd={look}
        onKeyDown={({ key, nativeEvent, currentTarget }) => {
          if (key === 'Escape' && !nativeEvent.isComposing && !currentTarget.value) onClose()
        }}
      />
      <select
        className="limn-button"
        aria-label={words.show}
        value={wanted.kind}
        onChange={({ target }) => onChange({ ...wanted, kind: target.value as Kind })}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {words[kind]}
          </option>
        ))}
      </select>
      <button
        className="limn-button"
        type="button"
        aria-pressed={wanted.favourites}
        onClick={() => onChange({ ...wanted, favourites: !wanted.favourites })}
      >
        <Icon name={STAR} />
        {words.favourites}
      </button>
      <button className="limn-icon" type="button" aria-label={words.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </search>
  )
}

/** Says the count once after what is wanted has stood still for a moment. */
function useSaid(wanted: Wanted, text: string, announce: Announce) {
  const latest = useRef(text)
  const begun = useRef(wanted)
  useEffect(() => void (latest.current = text))
  useEffect(() => {
    if (begun.current === wanted) return undefined
    const timer = setTimeout(() => announce(latest.current), PAUSE)
    return () => clearTimeout(timer)
  }, [wanted, announce])
}
