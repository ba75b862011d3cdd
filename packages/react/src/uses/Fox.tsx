import { useImageGeneration } from '../index.ts'
export function Fox() {
  const { generate, generation } = useImageGeneration()
  return (
    <>
      <button type="button" onClick={() => generate({ prompt: 'a fox in snow', size: '1536x1024', n: 2 })}>
        Draw
      </button>
      {generation?.live && <p>{generation.status}…</p>}
      {generation?.images.map((image) => (
        <img key={image.index} src={image.url} alt="A fox in snow" />
      ))}
      {generation?.error && <p role="alert">{generation.error.message}</p>}
    </>
  )
}
