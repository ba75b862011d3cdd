import type { Generation } from '@limn/core'
import { useCapabilities, useLimn } from '@limn/react'
import { useState, type ReactNode } from 'react'
import { copyText } from '../download/copyText.ts'
import { COPY, STAR } from '../icon/drawings.ts'
import type { Announce, Handed } from '../lazily/Handed.ts'
import { removeWithUndo } from './removeWithUndo.ts'
import type { RemixTarget } from './Rows.tsx'

/** Props of {@link EntryTools}. */
export interface EntryToolsProps {
  generation: Generation
  announce: Announce
  draft: RemixTarget | undefined
}

/** What can be done with an entry: on with it, once more, a favourite, its words, out of view. */
export function EntryTools(props: EntryToolsProps & Handed): ReactNode {
  const { generation, draft, icon: Icon, messages, announce } = props
  const { actions: words, gallery, facts, collection } = messages
  const { creditsPerImage } = useCapabilities()
  const limn = useLimn()
  const { again, dismiss, favourite, unfavourite } = limn.actions(generation)
  const mark = favourite ?? unfavourite
  const isDone = generation.status === 'succeeded'
  const { prompt, n } = generation.request
  const [fault, setFault] = useState<string>()
  /** Nothing fails in silence, nor for the ears alone. */
  const tell = (text: string, isFault: boolean) => {
    setFault(isFault ? text : undefined)
    announce(text)
  }
  const copy = () =>
    copyText(prompt).then(
      () => tell(gallery.copied, false),
      () => tell(facts.copyRefused, true),
    )
  return (
    <>
      {draft && (
        <button className="limn-button" data-kind="quiet" type="button" onClick={() => draft.load(generation)}>
          {words.remix}
        </button>
      )}
      {again && isDone && (
        <button className="limn-button" data-kind="quiet" type="button" onClick={() => void again()}>
          {words.again(n * creditsPerImage)}
        </button>
      )}
      <span className="limn-actions">
        {mark && isDone && (
          <button
            className="limn-icon"
            type="button"
            aria-pressed={generation.favourite}
            aria-label={collection.favourite}
            title={collection.favourite}
            onClick={mark}
          >
            <Icon name={STAR} />
          </button>
        )}
        {prompt && (
          <button
            className="limn-icon"
            type="button"
            aria-label={words.copyPrompt}
            title={words.copyPrompt}
            onClick={() => void copy()}
          >
            <Icon name={COPY} />
          </button>
        )}
        {dismiss && isDone && (
          <button
            className="limn-icon"
            type="button"
            aria-label={words.dismiss}
            title={words.dismiss}
            onClick={({ currentTarget: from }) =>
              removeWithUndo({ limn, generations: [generation], messages, announce, from })
            }
          >
            <Icon name="close" />
          </button>
        )}
      </span>
      {fault && <span className="limn-text">{fault}</span>}
    </>
  )
}
