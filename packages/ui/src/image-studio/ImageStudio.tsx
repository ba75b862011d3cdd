import { LimnProvider, useDraft, useGenerations, type Draft, type UseDraftOptions } from '@limn/react'
import { useRef, type ReactNode } from 'react'
import { Collection } from '../collection/Collection.tsx'
import { ExampleWall } from '../gallery/ExampleWall.tsx'
import { GalleryItem } from '../gallery/GalleryItem.tsx'
import type { RenderEntry } from '../gallery/Rows.tsx'
import { PromptField } from '../prompt-form/PromptField.tsx'
import { PromptForm } from '../prompt-form/PromptForm.tsx'
import { PromptOptions } from '../prompt-form/PromptOptions.tsx'
import { PromptReferences } from '../prompt-form/PromptReferences.tsx'
import { PromptSubmit } from '../prompt-form/PromptSubmit.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'

type StudioProps = PartProps<'div', { generating: boolean }> &
  Pick<UseDraftOptions, 'slot'> & {
    /** Sentences of the empty wall; they fill the form and never spend. @default those of the messages */
    examples?: readonly string[] | undefined
  }

/** Props of {@link ImageStudio}. */
export type ImageStudioProps = StudioProps &
  Omit<UseDraftOptions, 'onSubmitted'> & {
    /** Share one with what stands beside; the options of a draft are then its own. @default one made here, from the options here */
    draft?: Draft | undefined
    /** Where the proxy is mounted: shorthand for a LimnProvider around it. @default the nearest LimnProvider */
    endpoint?: string | undefined
  }

/** The whole: a form, and all that came of it. Built of exported parts only; take it apart where it does not fit. */
export function ImageStudio({ endpoint, draft, ...props }: ImageStudioProps): ReactNode {
  const studio = draft ? <Studio {...props} draft={draft} /> : <OwnDraft {...props} />
  return endpoint === undefined ? studio : <LimnProvider endpoint={endpoint}>{studio}</LimnProvider>
}

function OwnDraft({ initial, submitMode, persist, concurrency, whenBusy, ...props }: Omit<ImageStudioProps, 'draft'>) {
  const draft = useDraft({ initial, submitMode, persist, slot: props.slot, concurrency, whenBusy })
  return <Studio {...props} draft={draft} />
}

function Studio({ examples, slot, draft, ...props }: StudioProps & { draft: Draft }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const generating = useGenerations({ live: true, slot }).generations.length > 0
  // What is taken over goes on in the sentence.
  const thenWrite =
    <What,>(take: (what: What) => void) =>
    (what: What) => {
      take(what)
      field.current?.focus()
    }
  const taking = { ...draft, load: thenWrite(draft.load), addReferences: thenWrite(draft.addReferences) }
  return useRender('div', 'image-studio', { generating }, props, {
    children: (
      <>
        <PromptForm draft={draft}>
          <PromptField ref={field} />
          <PromptReferences />
          <PromptOptions />
          <PromptSubmit />
        </PromptForm>
        <Collection
          draft={taking}
          slot={slot}
          empty={<ExampleWall examples={examples} onChoose={thenWrite(draft.set)} />}
        >
          {entry}
        </Collection>
      </>
    ),
  })
}

const entry: RenderEntry = (generation, draft) => <GalleryItem generation={generation} draft={draft} />
