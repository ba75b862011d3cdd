import { useDraft, useLimn, type Generation } from '@limn/react'
import {
  downloadImage,
  Gallery,
  GenerationImages,
  GenerationStatus,
  GenerationTray,
  MessagesProvider,
  PromptField,
  PromptForm,
  PromptOptions,
  PromptReferences,
  PromptSubmit,
  SizePicker,
  type PartialMessages,
  type RemixTarget,
} from '@limn/ui'
import { useState } from 'react'
import { Button } from './Button.tsx'
import './brand.css'

/** The house's own words; all others are the kit's. */
const WORDS: PartialMessages = {
  gallery: { title: 'On the wall', empty: 'Nothing up yet' },
  tray: { title: 'At the press' },
}

/** A poster desk in the colours of its house. */
export function Studio() {
  const draft = useDraft({ slot: 'posters', initial: { size: '1024x1536' } })
  return (
    <MessagesProvider messages={WORDS}>
      <div className="lido">
        <header className="lido-bar">
          <h1>
            Lido Ost <small>Poster desk</small>
          </h1>
          <GenerationTray />
        </header>
        <main className="lido-desk">
          <PromptForm draft={draft}>
            <PromptField label="Scene" placeholder="Who is in the water, and what time is it" />
            <PromptReferences />
            <PromptOptions>
              <SizePicker sizes={['1024x1536', '1536x1024', '1024x1024']} />
            </PromptOptions>
            <PromptSubmit render={<Button size="lg" />}>{({ credits }) => `Print · ${credits} credits`}</PromptSubmit>
          </PromptForm>
          <Gallery draft={draft} slot="posters" empty={<p>Describe a scene, and it goes up here.</p>}>
            {renderPoster}
          </Gallery>
        </main>
      </div>
    </MessagesProvider>
  )
}

const renderPoster = (generation: Generation, draft: RemixTarget | undefined) => (
  <Poster generation={generation} draft={draft} />
)

/** An entry of the app's own. The status brings the verbs of what is not done; these are those of what is. */
function Poster({ generation, draft }: { generation: Generation; draft: RemixTarget | undefined }) {
  const { again, dismiss } = useLimn().actions(generation)
  const [fault, setFault] = useState<string>()
  const { request, images, status } = generation
  const save = (index: number) =>
    downloadImage(generation, index).then(
      () => setFault(undefined),
      (error: Error) => setFault(error.message),
    )
  return (
    <article className="poster" data-status={status}>
      <GenerationImages
        generation={generation}
        className={(state) => (state.status === 'failed' ? 'poster-void' : undefined)}
      >
        {(image, index) => (
          <img
            src={image.url}
            width={image.width}
            height={image.height}
            alt={images.length > 1 ? `${request.prompt}, ${index + 1}` : request.prompt}
          />
        )}
      </GenerationImages>
      <div className="poster-side">
        <h3>{request.prompt}</h3>
        <GenerationStatus generation={generation} />
        <div className="poster-verbs">
          {images.map(({ index }) => (
            <Button key={index} onClick={() => void save(index)}>
              Download {images.length > 1 && index + 1}
            </Button>
          ))}
          {draft && <Button onClick={() => draft.load(generation)}>Remix</Button>}
          {status === 'succeeded' && again && <Button onClick={again}>Once more</Button>}
          {status === 'succeeded' && dismiss && <Button onClick={dismiss}>Take down</Button>}
        </div>
        {fault && <p role="alert">{fault}</p>}
      </div>
    </article>
  )
}
