import { useImageGeneration } from '@limn/react'
import { GenerationStatus, ImageField } from '@limn/ui'

export interface Product {
  readonly id: string
  readonly name: string
  readonly hero: string | null
}

interface ProductPageProps {
  readonly products: readonly Product[]
  readonly saveHero: (product: Product, url: string | null) => void
}

const slotOf = ({ id }: Product) => `product:${id}:hero`
const promptOf = ({ name }: Product) => `Studio photo of ${name}`

/** With the kit: each product has a place of its own, however many are on the page. */
export const ProductPage = ({ products, saveHero }: ProductPageProps) =>
  products.map((product) => (
    <ImageField
      key={product.id}
      slot={slotOf(product)}
      label={`Hero of ${product.name}`}
      defaultValue={product.hero}
      request={{ prompt: promptOf(product), size: '1536x1024' }}
      onValueChange={(url) => saveHero(product, url)}
    />
  ))

/** With hooks. */
export function Hero({ product, saveHero }: { product: Product } & Pick<ProductPageProps, 'saveHero'>) {
  const { generation, generate, ready } = useImageGeneration({
    slot: slotOf(product),
    concurrency: 1,
    whenBusy: 'refuse',
    onSettled: ({ status, images }) => {
      if (status === 'succeeded') saveHero(product, images[0]?.url ?? null)
    },
  })
  if (!ready) return <div aria-busy="true" className="skeleton" />
  return (
    <>
      <img src={generation?.images[0]?.url ?? product.hero ?? 'data:,'} alt={product.name} />
      <button disabled={generation?.live} onClick={() => generate({ prompt: promptOf(product) })}>
        Draw {product.name}
      </button>
      <GenerationStatus generation={generation} />
    </>
  )
}
