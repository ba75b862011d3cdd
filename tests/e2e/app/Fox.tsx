import { useImageGeneration } from '@limn/react'

export function Fox({ crossOrigin }: { crossOrigin?: 'use-credentials' }) {
  const { generation, generate, actions, ready } = useImageGeneration({ slot: 'fox' })
  return (
    <main data-ready={ready} data-status={generation?.status}>
      <button onClick={() => generate({ prompt: 'a fox in snow', size: '1536x1024', n: 2 })}>Draw</button>
      {generation && <output>{generation.status}</output>}
      {generation?.images.map((image) => (
        <img key={image.index} src={image.url} alt="A fox in snow" crossOrigin={crossOrigin} />
      ))}
      {generation?.error && <p role="alert">{generation.error.code}</p>}
      {actions.checkAgain && <button onClick={actions.checkAgain}>Check again</button>}
      {actions.retryMayChargeAgain && <button onClick={actions.retryMayChargeAgain}>Try again</button>}
    </main>
  )
}
