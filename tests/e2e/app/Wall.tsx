import { useImageGeneration, useLimn } from '@limn/react'
import { useSyncExternalStore } from 'react'

/** Everything that this browser itself remembers, with its pictures. */
export function Wall() {
  const { generate, ready } = useImageGeneration()
  const { subscribe, list, imageFailed } = useLimn()
  const generations = useSyncExternalStore(subscribe, list)
  return (
    <main data-ready={ready}>
      <button onClick={() => generate({ prompt: `fox ${generations.length + 1}` })}>Draw</button>
      {generations.map((generation) => (
        <section key={generation.key} data-status={generation.status} data-stale={generation.stale}>
          {generation.status}
          {generation.images.map(({ index, url }) => (
            <img key={index} src={url} alt="A fox" onError={() => imageFailed(generation, index)} />
          ))}
        </section>
      ))}
    </main>
  )
}
