import type { Generation } from '@limn/core'
import { useCapabilities, useLimn } from '@limn/react'
import { useState, type ReactNode, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { copyText } from '../../download/copyText.ts'
import type { RemixTarget } from '../../gallery/Rows.tsx'
import { COPY, DOWNLOAD, REFERENCE } from '../../icon/drawings.ts'
import type { Handed } from '../../lazily/Handed.ts'
import type { LightboxImage } from '../Lightbox.tsx'
import { factsOf } from './factsOf.ts'
import { useActual } from './useActual.ts'

interface DetailsProps {
  image: LightboxImage
  dialog: RefObject<HTMLElement | null>
  draft: RemixTarget | undefined
  onClose: () => void
  children: ReactNode
}

/** Under the sentence: what is known of the picture, and what can be done with it. */
export function Details({
  image,
  icon: Glyph,
  messages,
  dialog,
  draft,
  onClose,
  children,
}: DetailsProps & Handed): ReactNode {
  const { actions, errors } = messages
  const { generation } = image
  const facts = factsOf(image, generation, useActual(dialog, image.url), messages)
  const [note, setNote] = useState<{ of: string; text: string; role?: 'alert' }>()
  const done = (text: string) => setNote({ of: image.url, text })
  const failed = (text: string) => setNote({ of: image.url, text, role: 'alert' })
  const download = () => {
    setNote(undefined)
    import('../../download/saveImage.ts')
      .then(({ saveImage }) => saveImage(image.url, image.alt, image.index + 1))
      .catch(() => failed(errors.image_unavailable.title))
  }
  return (
    <>
      <dl className="limn-meta limn-facts">
        {facts.map(([name, value]) => (
          <div className="limn-fact" key={name}>
            <dt className="limn-faint">{name}</dt>
            <dd className="limn-value">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="limn-wall-foot">
        {/* It stands there before it is filled, or nothing is heard. */}
        <p className="limn-text" role={note?.role ?? 'status'}>
          {note?.of === image.url && note.text}
        </p>
        <button className="limn-button" data-kind="solid" type="button" onClick={download}>
          <Glyph name={DOWNLOAD} />
          {actions.download}
        </button>
        {generation && (
          <Actions
            image={image}
            generation={generation}
            icon={Glyph}
            messages={messages}
            draft={draft}
            onClose={onClose}
            onDone={done}
            onFailed={failed}
          />
        )}
        {children}
      </div>
    </>
  )
}

interface ActionsProps extends Handed, Pick<DetailsProps, 'image' | 'draft' | 'onClose'> {
  generation: Generation
  onDone: (text: string) => void
  onFailed: (text: string) => void
}

function Actions({ image, generation, icon: Glyph, messages, draft, onClose, onDone, onFailed }: ActionsProps) {
  const { actions, facts, gallery } = messages
  const { creditsPerImage } = useCapabilities()
  const { again } = useLimn().actions(generation)
  const { prompt, n } = generation.request
  // Gone before the form takes over: what lies under an open dialog takes no focus.
  const leave = (then: () => void) => () => {
    flushSync(onClose)
    then()
  }
  const copy = () =>
    copyText(prompt).then(
      () => onDone(gallery.copied),
      () => onFailed(facts.copyRefused),
    )
  return (
    <>
      {draft && (
        <>
          <Action onPress={leave(() => draft.addReferences([image]))} icon={<Glyph name={REFERENCE} />}>
            {facts.asReference}
          </Action>
          <Action onPress={leave(() => draft.load(generation))} icon={<Drawn path={REMIX} />}>
            {actions.remix}
          </Action>
        </>
      )}
      {again && (
        <Action onPress={leave(() => void again())} icon={<Drawn path={AGAIN} />}>
          {actions.again(n * creditsPerImage)}
        </Action>
      )}
      {prompt && (
        <Action onPress={() => void copy()} icon={<Glyph name={COPY} />}>
          {actions.copyPrompt}
        </Action>
      )}
    </>
  )
}

const Action = ({ onPress, icon, children }: { onPress: () => void; icon: ReactNode; children: ReactNode }) => (
  <button className="limn-button" data-kind="quiet" type="button" onClick={onPress}>
    {icon}
    {children}
  </button>
)

/** Only drawn here: they would weigh on every part that has an icon. */
const Drawn = ({ path }: { path: string }) => (
  <svg className="limn-glyph" viewBox="0 0 20 20" aria-hidden="true">
    <path d={path} />
  </svg>
)
const REMIX = 'M3 5h9M3 9.5h5M3 14h3m3.500 2.500.700-3 6-6 2.300 2.300-6 6z'
const AGAIN = 'M16 10a6 6 0 1 1-1.800-4.300L16 7.500m0-4v4h-4'
