import { zodResolver } from '@hookform/resolvers/zod'
import { ImageField } from '@limn/ui'
import { Controller, useForm } from 'react-hook-form'
import * as z from 'zod'

const productSchema = z.object({
  title: z.string().min(1, 'Give it a title.'),
  hero: z.string('Choose a picture.').nullable(),
})
type ProductInput = z.input<typeof productSchema>
export type ProductOutput = z.output<typeof productSchema>

interface ProductFormProps {
  readonly id: string
  readonly save: (product: ProductOutput) => void
}

/** The picture is a field like any other. */
export function ProductForm({ id, save }: ProductFormProps) {
  const form = useForm<ProductInput, unknown, ProductOutput>({
    resolver: zodResolver(productSchema),
    defaultValues: { title: '', hero: null },
  })
  const { errors } = form.formState
  return (
    <form aria-label="Product" onSubmit={(event) => void form.handleSubmit(save)(event)}>
      <input aria-label="Title" {...form.register('title')} />
      {errors.title && <p role="alert">{errors.title.message}</p>}
      <Controller
        control={form.control}
        name="hero"
        render={({ field, fieldState }) => (
          <>
            <ImageField
              slot={`product:${id}:hero`}
              label="Hero"
              ref={field.ref}
              value={field.value}
              onValueChange={field.onChange}
              onBlur={field.onBlur}
              disabled={field.disabled}
            />
            {fieldState.error && <p role="alert">{fieldState.error.message}</p>}
          </>
        )}
      />
      <button>Save</button>
    </form>
  )
}
