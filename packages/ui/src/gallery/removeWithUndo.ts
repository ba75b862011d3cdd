import type { Generation } from '@limn/core'
import type { Limn } from '@limn/react'
import type { Announce, Handed } from '../lazily/Handed.ts'
import { offerUndo } from './offerUndo.ts'

interface Removal extends Pick<Handed, 'messages'> {
  announce: Announce
  limn: Limn
  generations: readonly Generation[]
  /** What was pressed. */
  from: HTMLElement
}

/**
 * Takes entries out of view, says so, and offers to bring them back to their place. Whoever was at an entry that goes is at
 * its neighbour then, and one Tab away from the offer.
 */
export function removeWithUndo({ limn, generations, messages, announce, from }: Removal): void {
  const { collection: words, lang } = messages
  const gallery = from.closest<HTMLElement>('[data-slot="limn-gallery"]')
  const row = from.closest('.limn-row')
  const next = row?.nextElementSibling ?? row?.previousElementSibling
  const isBefore = next !== undefined && next === row?.nextElementSibling
  // Before it goes: focus that is lost comes back to nowhere.
  if (row?.contains(document.activeElement)) visit(next)
  for (const generation of generations) limn.actions(generation).dismiss?.()
  const text = words.removed(generations.length)
  announce(`${text} · ${words.undo}`)
  offerUndo({
    text,
    lang,
    label: words.undo,
    within: gallery ?? document.body,
    source: next instanceof HTMLElement ? next : (gallery ?? from),
    undo: () => {
      for (const generation of generations) limn.actions(generation).restore?.()
      // React has drawn it by then.
      requestAnimationFrame(() => {
        const back = isBefore ? next?.previousElementSibling : next?.nextElementSibling
        visit(back ?? gallery?.querySelector('.limn-row') ?? gallery)
      })
    },
  })
}

function visit(element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement)) return
  element.tabIndex = -1
  element.focus({ preventScroll: true })
}
