import { useState } from 'react'
import type { Words } from '../words.ts'
import { SNIPPETS, type Shown, type Snippet } from './codeOf.ts'

const NAMES = Object.keys(SNIPPETS) as readonly Snippet[]

/** The code that makes what the page shows now. */
export function CodePanel({ shown, words }: { shown: Shown; words: Words['code'] }) {
  const [name, setName] = useState<Snippet>('component')
  const [copied, setCopied] = useState('')
  const text = SNIPPETS[name].write(shown, location.origin)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(''),
    )
  return (
    <>
      <fieldset className="tabs">
        <legend>{words.which}</legend>
        {NAMES.map((each) => (
          <label key={each}>
            <input type="radio" name="snippet" checked={each === name} onChange={() => setName(each)} />
            {words.names[each]}
          </label>
        ))}
      </fieldset>
      <div className="code-head">
        <span>{SNIPPETS[name].file}</span>
        <button className="bar-button" type="button" onClick={() => void copy()}>
          {copied === text ? words.copied : words.copy}
        </button>
        <output className="unseen">{copied === text ? words.copied : ''}</output>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
      <pre className="code" tabIndex={0} dir="ltr" lang="en">
        <code>{text}</code>
      </pre>
    </>
  )
}
