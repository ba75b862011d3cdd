import { useCapabilities } from '@limn/react'
import { useRef, type ReactNode } from 'react'
import { useAnnounceChange } from '../announce/useAnnounceChange.ts'
import { lazily } from '../lazily/lazily.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { AddLink } from '../reference-tray/AddLink.tsx'
import { PickFiles } from '../reference-tray/PickFiles.tsx'
import { ReferenceRow } from '../reference-tray/ReferenceRow.tsx'
import { useReason } from '../reference-tray/useReason.ts'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { useFormDraft } from './DraftContext.ts'
import { FieldNote } from './FieldNote.tsx'

/** Props of {@link PromptReferences}. */
export type PromptReferencesProps = PartProps<'div', { count: number; dragging: boolean }>

/** The pictures to start from: files, where they are taken, and links. A refused one stays, with its reason, until it is removed. */
export function PromptReferences(props: PromptReferencesProps): ReactNode {
  const { references: words } = useMessages()
  const form = useFormDraft('PromptReferences')
  const { references, addReferences, removeReference, problem } = form.draft
  const { max, upload } = useCapabilities().references
  const reason = useReason()
  const adder = useRef<HTMLButtonElement>(null)
  const movable = references.length > 1 && references.every(({ file, url, error }) => (file ?? url) && !error)
  const refused = references.find(({ error }) => error)
  const isRenewed = problem?.code === 'reference_expired' && references.some(({ file }) => file)
  const said = refused?.error ? `${refused.name}: ${reason(refused.error)}` : isRenewed ? words.renewed : ''
  useAnnounceChange(`${form.id}-references`, said)
  const remove = (id: string) => {
    removeReference(id)
    adder.current?.focus()
  }
  return useRender('div', 'prompt-references', { count: references.length, dragging: form.dragging ?? false }, props, {
    role: 'group',
    'aria-label': words.label,
    children: (
      <>
        <p className="limn-references-head" aria-hidden="true">
          {words.label}{' '}
          <bdi className="limn-faint" dir={references.length > 0 ? 'ltr' : undefined}>
            {references.length > 0 ? `${references.length} / ${max}` : words.optional}
          </bdi>
        </p>
        {references.length > 0 && (
          <ul className="limn-references-list">
            {references.map((reference, index) => (
              <ReferenceRow key={reference.id} reference={reference} position={index + 1} onRemove={remove}>
                {movable && <Mover at={index} form={form} />}
              </ReferenceRow>
            ))}
          </ul>
        )}
        {upload && <PickFiles ref={adder} onPick={addReferences} />}
        <AddLink ref={upload ? undefined : adder} beside={upload} onAdd={(link) => addReferences([link])} />
        {isRenewed && <p className="limn-text limn-renewed">{words.renewed}</p>}
        {!refused && !isRenewed && <FieldNote form={form} params={['image_urls']} />}
      </>
    ),
  })
}

const Mover = /* @__PURE__ */ lazily(() => import('../reference-tray/Mover.tsx').then(({ Mover: part }) => part))
