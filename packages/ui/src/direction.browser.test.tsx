import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import '../.storybook/page.css'
import { GalleryItem } from './gallery/GalleryItem.tsx'
import { PromptForm } from './prompt-form/PromptForm.tsx'
import { SizePicker } from './size-picker/SizePicker.tsx'
import picture from './test/picture.svg?no-inline'
import { samples } from './test/samples.ts'
import { Stage } from './test/Stage.tsx'
import './styles.css'

afterEach(cleanup)

/** Where `part` of an element's text stands, in pixels from the left. */
function leftOf(element: Element, part: string): number {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.textContent?.indexOf(part) ?? -1
    if (start < 0) continue
    const range = document.createRange()
    range.setStart(node, start)
    range.setEnd(node, start + part.length)
    return range.getBoundingClientRect().left
  }
  throw new Error(`${part} is not in ${element.textContent}.`)
}

const rightToLeft = (part: React.ReactNode) =>
  render(
    <Stage language="en" theme="light" direction="rtl">
      {part}
    </Stage>,
  )

it('says width by height also on a page from right to left', async () => {
  const view = await rightToLeft(<SizePicker defaultValue="1536x1024" />)
  const pixels = view.getByText(/1536/).element()
  expect(leftOf(pixels, '1536')).toBeLessThan(leftOf(pixels, '1024'))
})

it('counts references as “2 of 16”, not the other way round', async () => {
  await page.viewport(1280, 800)
  const image_urls = ['one', 'two'].map((name) => `${new URL(picture, location.href).href}?${name}`)
  const view = await rightToLeft(<PromptForm persist={false} initial={{ image_urls }} />)
  const count = view.getByText('2 / 16').element()
  expect(leftOf(count, '2')).toBeLessThan(leftOf(count, '16'))
})

it('lets a sentence run as its letters do', async () => {
  const view = await rightToLeft(<GalleryItem generation={samples.succeeded} />)
  const sentence = view.getByRole('heading').element()
  expect(leftOf(sentence, 'A greenhouse')).toBeCloseTo(sentence.getBoundingClientRect().left, 0)
})
