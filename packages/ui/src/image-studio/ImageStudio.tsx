import { LimnProvider, useDraft, useGenerations, type UseDraftOptions } from '@limn/react'
import { useRef, type ReactNode } from 'react'
import { ExampleWall } from '../gallery/ExampleWall.tsx'
import { Gallery } from '../gallery/Gallery.tsx'
import { PromptField } from '../prompt-form/PromptField.tsx'
import { PromptForm } from '../prompt-form/PromptForm.tsx'
import { PromptOptions } from '../prompt-form/PromptOptions.tsx'
import { PromptReferences } from '../prompt-form/PromptReferences.tsx'
import { PromptSubmit } from '../prompt-form/PromptSubmit.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'

type StudioProps = PartProps<'div', { generating: boolean }> &
  Omit<UseDraftOptions, 'onSubmitted'> & {
    /** Sentences of the empty wall; they fill the form and never spend. @default those of the messages */
    examples?: readonly string[] | undefined
  }

/** Props of {@link ImageStudio}. */
export type ImageStudioProps = StudioProps & {
  /** Where the proxy is mounted: shorthand for a LimnProvider around it. @default the nearest LimnProvider */
  endpoint?: string | undefined
}

/** The whole: a form, and all that came of it. Built of exported parts only; take it apart where it does not fit. */
export function ImageStudio({ endpoint, ...props }: ImageStudioProps): ReactNode {
  const studio = <Studio {...props} />
  return endpoint === undefined ? studio : <LimnProvider endpoint={endpoint}>{studio}</LimnProvider>
}

function Studio({ examples, initial, submitMode, persist, slot, concurrency, whenBusy, ...props }: StudioProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft({ initial, submitMode, persist, slot, concurrency, whenBusy })
  const generating = useGenerations({ live: true, slot }).generations.length > 0
  const fill: typeof draft.set = (request) => {
    draft.set(request)
    field.current?.focus()
  }
  return useRender('div', 'image-studio', { generating }, props, {
    children: (
      <>
        <PromptForm draft={draft}>
          <PromptField ref={field} />
          <PromptReferences />
          <PromptOptions />
          <PromptSubmit />
        </PromptForm>
        <Gallery draft={draft} slot={slot} empty={<ExampleWall examples={examples} onChoose={fill} />} />
      </>
    ),
  })
}
