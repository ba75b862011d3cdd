import {
  useDraft,
  useGenerations,
  useImageGeneration,
  useLimn,
  useTiming,
  type Draft,
  type Generation,
} from '@limn/react'
import { memo } from 'react'

export function Studio() {
  const draft = useDraft()
  const { generations, ready, hasMore, loadMore } = useGenerations()
  return (
    <>
      <PromptBox draft={draft} />
      {!ready && <p>Loading…</p>}
      <ul>
        {generations.map((generation) => (
          <Row key={generation.key} generation={generation} draft={draft} />
        ))}
      </ul>
      {hasMore && <button onClick={loadMore}>Older</button>}
    </>
  )
}

function PromptBox({ draft }: { draft: Draft }) {
  return (
    <form {...draft.formProps}>
      <textarea {...draft.promptProps} aria-label="Describe the picture" />
      {draft.references.map((reference) => (
        <figure key={reference.id}>
          <img src={reference.preview} alt={reference.name} />
          {reference.error ? <p role="alert">{reference.error.message}</p> : <progress value={reference.progress} />}
          <button type="button" onClick={() => draft.removeReference(reference.id)}>
            Remove {reference.name}
          </button>
        </figure>
      ))}
      <button {...draft.submitProps}>Draw for {draft.credits} credits</button>
      {draft.problem && <p role="alert">{draft.problem.message}</p>}
    </form>
  )
}

const Row = memo(function Row({ generation, draft }: { generation: Generation; draft: Draft }) {
  const { actions: actionsOf } = useLimn()
  const actions = actionsOf(generation)
  return (
    <li data-status={generation.status}>
      <p>{generation.request.prompt}</p>
      {generation.live && <Waiting generation={generation} />}
      {generation.images.map((image) => (
        <img
          key={image.index}
          src={image.url}
          width={image.width}
          height={image.height}
          alt={generation.request.prompt}
        />
      ))}
      {generation.error && <p role="alert">{generation.error.message}</p>}
      {actions.retry && <button onClick={actions.retry}>Retry</button>}
      {actions.checkAgain && <button onClick={actions.checkAgain}>Check again</button>}
      {actions.retryMayChargeAgain && (
        <button onClick={actions.retryMayChargeAgain}>Try again (may charge again)</button>
      )}
      {actions.detach && <button onClick={actions.detach}>Stop waiting</button>}
      <button onClick={() => draft.load(generation)}>Remix</button>
    </li>
  )
})

function Waiting({ generation }: { generation: Generation }) {
  const { elapsed, usual } = useTiming(generation)
  return (
    <p>
      {Math.round(elapsed / 1000)} s{usual && `, usually about ${Math.round(usual / 1000)} s`}
    </p>
  )
}

/** The ten-line version, for the README. */
export function Fox() {
  const { generate, generation } = useImageGeneration()
  return (
    <>
      <button onClick={() => generate({ prompt: 'a fox in snow', size: '1536x1024', n: 2 })}>Draw</button>
      {generation?.live && <p>{generation.status}…</p>}
      {generation?.images.map((image) => (
        <img key={image.index} src={image.url} alt="A fox in snow" />
      ))}
      {generation?.error && <p role="alert">{generation.error.message}</p>}
    </>
  )
}
