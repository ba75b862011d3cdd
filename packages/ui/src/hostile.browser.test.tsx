import { LimnError, type Generation } from '@limn/core'
import type { ReactNode } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { cleanup, render } from 'vitest-browser-react'
import '../.storybook/page.css'
import { ErrorNotice } from './error-notice/ErrorNotice.tsx'
import { GalleryItem } from './gallery/GalleryItem.tsx'
import { ExampleWall } from './gallery/ExampleWall.tsx'
import { Lightbox } from './lightbox/Lightbox.tsx'
import { PromptForm } from './prompt-form/PromptForm.tsx'
import { HOSTILE } from './test/hostile.ts'
import { samples } from './test/samples.ts'
import { Stage } from './test/Stage.tsx'
import './styles.css'

afterEach(cleanup)

const strings = Object.entries(HOSTILE)
const reader = (parts: ReactNode) => (
  <Stage language="en" theme="light" direction="ltr">
    {parts}
  </Stage>
)
const told = (text: string) => new LimnError('upstream_refused', text, { upstream: { code: text, message: text } })
const asked = (generation: Generation, prompt: string): Generation => ({
  ...generation,
  key: crypto.randomUUID(),
  request: { ...generation.request, prompt },
})

/** Everything of the kit that says what somebody else wrote. */
async function show(text: string) {
  await render(
    reader(
      <>
        <PromptForm persist={false} initial={{ prompt: text }} />
        <GalleryItem generation={asked(samples.succeeded, text)} />
        <GalleryItem generation={{ ...asked(samples.failed, text), error: told(text) } as Generation} />
        <ErrorNotice error={told(text)} />
        <ExampleWall examples={[text]} onChoose={() => {}} />
        <Lightbox images={[{ ...samples.single.images[0]!, alt: text }]} defaultOpen />
      </>,
    ),
  )
  // All that comes later is there too.
  await vi.waitFor(() => expect(LATER.filter((part) => !document.querySelector(part))).toEqual([]))
}

const LATER = [
  '.limn-example',
  '.limn-words .limn-fact',
  '.limn-foot [popovertarget]',
  '.limn-item-actions svg',
  'dialog dl',
  '.limn-strip button',
]

/** Which elements there are, and of those that could hurt each one. */
const kinds = () => {
  const tags = Array.from(document.querySelectorAll('body *'), ({ tagName }) => tagName)
  return [
    ...new Set(tags),
    ...tags.filter((tag) => /^(a|base|form|iframe|img|meta|script|style)$/i.test(tag)),
  ].toSorted()
}
const here = location.href

describe('what others wrote', () => {
  let plain: readonly string[]

  beforeAll(async () => {
    await show('plain words')
    plain = kinds()
    await cleanup()
  })

  it.each(strings)('stays text: %s', async (_name, text) => {
    await page.viewport(320, 640)
    await show(text)
    // No element that plain words do not make, and all of the words.
    expect(kinds()).toEqual(plain)
    expect(document.querySelector('h3')?.textContent).toBe(text)
    expect(document.querySelector('textarea')?.value).toBe(text.replaceAll(/\r\n?/g, '\n'))
    expect(document.querySelector('dialog img')?.getAttribute('alt')).toBe(text)
    expect(Reflect.get(window, 'hurt')).toBeUndefined()
    expect(location.href).toBe(here)
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
  })

  it('turns nothing around it: what stands beside keeps its direction', async () => {
    const ends = async (text: string) => {
      await cleanup()
      await show(text)
      const range = document.createRange()
      range.selectNodeContents(document.querySelector('.limn-meta')!)
      return range.getBoundingClientRect().left
    }
    expect(await ends(HOSTILE.unclosed)).toBe(await ends('plain words'))
  })

  it('opens a megabyte of error without a page of it', async () => {
    const view = await render(reader(<ErrorNotice error={told('much to say '.repeat(90_000))} />))
    await view.getByText('Details').click()
    expect(document.querySelector('details')?.open).toBe(true)
    expect(document.querySelector('code')?.textContent).toMatch(/^upstream_refused · much to say/)
    expect(document.documentElement.scrollHeight).toBeLessThan(3000)
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
  })
})

describe('links and pictures', () => {
  const NEVER = [HOSTILE.scriptLink, HOSTILE.dataLink, HOSTILE.dataPicture, HOSTILE.fileLink, HOSTILE.secretLink]

  it.each(NEVER)('takes no reference %s, and says so', async (link) => {
    const view = await render(reader(<PromptForm persist={false} initial={{ prompt: 'a fox', image_urls: [link] }} />))
    await expect.element(view.getByText(/A reference was refused/).first()).toBeVisible()
    expect(document.querySelectorAll('main img, main a')).toHaveLength(0)
    view
      .getByRole('button', { name: /^Generate/ })
      .element()
      .dispatchEvent(new MouseEvent('click', { bubbles: true }))
    expect(Reflect.get(window, 'hurt')).toBeUndefined()
    expect(location.href).toBe(here)
  })
})
