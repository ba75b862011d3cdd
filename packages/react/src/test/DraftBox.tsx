import type { ReactNode } from 'react'
import { useDraft, useGenerations } from '../index.ts'

/** A bare prompt box, with where its files are. */
export function DraftBox(): ReactNode {
  const draft = useDraft()
  return (
    <form {...draft.formProps} aria-label="form">
      <textarea {...draft.promptProps} aria-label="Prompt" />
      <ul>
        {draft.references.map(({ id, name, url, error, retry }) => (
          <li key={id}>
            {name} {error?.code ?? (url ? 'there' : 'on its way')}
            {retry && (
              <button type="button" onClick={retry}>
                Retry
              </button>
            )}
            <button type="button" onClick={() => draft.removeReference(id)}>
              Remove {name}
            </button>
          </li>
        ))}
      </ul>
      {draft.waiting && <p>sends when uploaded</p>}
      {draft.problem && <p role="alert">{draft.problem.code}</p>}
    </form>
  )
}

/** What came of it. */
export const DraftList = (): ReactNode =>
  useGenerations().generations.map(({ key, status }) => <output key={key}>{status}</output>)
