import { useImageGeneration } from '@limn/react'

const CARDS = Array.from({ length: 30 }, (_, index) => index)

/** Thirty places that show the same generation. */
export function Cards() {
  const { generate, ready } = useImageGeneration({ slot: 'fox' })
  return (
    <main data-ready={ready}>
      <button onClick={() => generate({ prompt: 'a fox in snow' }, { again: true })}>Draw</button>
      {CARDS.map((index) => (
        <Card key={index} />
      ))}
    </main>
  )
}

function Card() {
  const { generation } = useImageGeneration({ slot: 'fox' })
  return <p data-status={generation?.status}>{generation?.status}</p>
}
