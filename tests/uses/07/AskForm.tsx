import { zodResolver } from '@hookform/resolvers/zod'
import { useImageGeneration } from '@limn/react'
import { requestFields } from '@limn/react/schema'
import { useForm } from 'react-hook-form'
import * as z from 'zod'

const ask = requestFields
  .pick({ prompt: true, size: true, n: true })
  .extend({ prompt: z.string().trim().min(1, 'Say what you want to see.') })

/** The request itself is the form. */
export function AskForm() {
  const { generate, generation } = useImageGeneration({ slot: 'ask' })
  const form = useForm({ resolver: zodResolver(ask), defaultValues: { prompt: '', size: 'auto' as const, n: 1 } })
  const { errors } = form.formState
  const submit = form.handleSubmit(async (request) => {
    const { status, error } = await generate(request).submitted
    if (status !== 'failed') return form.reset()
    const { param, message } = error
    form.setError(param === 'prompt' || param === 'size' || param === 'n' ? param : 'root', { message })
  })
  return (
    <form aria-label="Ask" onSubmit={(event) => void submit(event)}>
      <textarea aria-label="Prompt" {...form.register('prompt')} />
      {errors.prompt && <p role="alert">{errors.prompt.message}</p>}
      {errors.root && <p role="alert">{errors.root.message}</p>}
      <button>Draw</button>
      {generation?.images.map((image) => (
        <img key={image.index} src={image.url} alt={generation.request.prompt} />
      ))}
    </form>
  )
}
