import { useGenerations, useImageGeneration } from '@limn/react'

/** Everything that this browser remembers, with its pictures. */
export function Wall() {
  const { generate } = useImageGeneration()
  const { generations, ready } = useGenerations()
  return (
    <main data-ready={ready}>
      <button onClick={() => generate({ prompt: `fox ${generations.length + 1}` })}>Draw</button>
      {generations.map(({ key, status, stale, confirming, images }) => (
        <section key={key} data-status={status} data-stale={stale} data-confirming={confirming}>
          {images.map(({ index, url }) => (
            <img key={index} src={url} alt="A fox" />
          ))}
        </section>
      ))}
    </main>
  )
}
