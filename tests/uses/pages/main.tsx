import { LimnProvider } from '@limn/react'
import '@limn/ui/styles.css'
import { StrictMode, useState, useSyncExternalStore, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Fox, Studio } from '../02/Studio.tsx'
import { Hero, ProductPage, type Product } from '../05/Product.tsx'
import { Composer, Messages, useDrawTool, type Message } from '../06/Chat.tsx'
import { AskForm } from '../07/AskForm.tsx'
import { ProductForm, type ProductOutput } from '../07/ProductForm.tsx'
import { UploadForm } from '../07/UploadForm.tsx'
import { Studio as BrandStudio } from '../10/Studio.tsx'

/** What an app keeps on its own server: here for all tabs of this browser. */
function useKept<T>(name: string, initial: T): readonly [T, (change: (before: T) => T) => void] {
  const text = useSyncExternalStore(
    (tell) => {
      window.addEventListener('storage', tell)
      return () => window.removeEventListener('storage', tell)
    },
    () => localStorage.getItem(name),
  )
  const read = () => JSON.parse(localStorage.getItem(name) ?? JSON.stringify(initial)) as T
  const change = (next: (before: T) => T) => {
    localStorage.setItem(name, JSON.stringify(next(read())))
    window.dispatchEvent(new StorageEvent('storage'))
  }
  return [JSON.parse(text ?? JSON.stringify(initial)) as T, change]
}

const LAMP_AND_VASE: readonly Product[] = [
  { id: '7', name: 'a lamp', hero: null },
  { id: '8', name: 'a vase', hero: null },
]

function Shop({ children }: { children: (products: readonly Product[], save: SaveHero) => ReactNode }) {
  const [products, change] = useKept('products', LAMP_AND_VASE)
  const [saves, count] = useState(0)
  const save: SaveHero = ({ id }, hero) => {
    count((before) => before + 1)
    change((before) => before.map((product) => (product.id === id ? { ...product, hero } : product)))
  }
  return (
    <main>
      {children(products, save)}
      <output>{`${saves} saved`}</output>
    </main>
  )
}
type SaveHero = (product: Product, hero: string | null) => void

function Chat() {
  const [messages, change] = useKept<readonly Message[]>('messages', [])
  const [isHere, go] = useState(true)
  const addMessage = (text: string) => {
    const message = { id: crypto.randomUUID(), text, draws: true }
    change((before) => [...before, message])
    return message
  }
  return (
    <main>
      <button onClick={() => go(!isHere)}>{isHere ? 'Leave' : 'Return'}</button>
      {isHere && <Messages messages={messages} />}
      <Composer addMessage={addMessage} />
      <Agent />
    </main>
  )
}

function Agent() {
  const draw = useDrawTool()
  const [said, say] = useState('')
  const ask = async () => say((await Promise.all([draw('call-1', 'a hen'), draw('call-1', 'a hen')])).join(' '))
  return (
    <>
      <button onClick={() => void ask()}>Ask the agent</button>
      <output>{said}</output>
    </>
  )
}

function Forms() {
  const [saved, save] = useState<ProductOutput>()
  const [answer, hear] = useState('')
  const upload = async (form: FormData) => {
    const response = await fetch('/products', { method: 'POST', body: form })
    hear(await response.text())
  }
  return (
    <main>
      <ProductForm id="7" save={save} />
      <output aria-label="Saved">{saved && JSON.stringify(saved)}</output>
      <UploadForm id="7" save={upload} />
      <output aria-label="Uploaded">{answer}</output>
      <AskForm />
    </main>
  )
}

const PAGES: Readonly<Record<string, () => ReactNode>> = {
  fox: () => <Fox />,
  studio: () => <Studio />,
  products: () => <Shop>{(products, save) => <ProductPage products={products} saveHero={save} />}</Shop>,
  heroes: () => (
    <Shop>
      {(products, save) => products.map((product) => <Hero key={product.id} product={product} saveHero={save} />)}
    </Shop>
  ),
  chat: () => <Chat />,
  forms: () => <Forms />,
  brand: () => <BrandStudio />,
}

const Page = PAGES[location.pathname.slice(1)]!

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LimnProvider pollInterval={340}>
      <Page />
    </LimnProvider>
  </StrictMode>,
)
