import type { Generation } from '@limn/core'
import type { CSSProperties } from 'react'
import type { Layout, Row } from './Layout.ts'

/** The part of the list that is near the eyes, px from its top, and its width. */
export interface View {
  readonly from: number
  readonly to: number
  readonly width: number
  /** Where the focus is: that one stays, wherever the page is scrolled to. */
  readonly focused?: string | undefined
}

/** One generation that is in the document. */
interface Cell {
  readonly generation: Generation
  /** Which of the rows. */
  readonly line: number
  /** From 1. */
  readonly position: number
  /** Its share of the line, and the px that are left out above it. */
  readonly style: CSSProperties
}

/** px beyond the edges of the window that are kept ready. */
const AHEAD = 240
/** px of scrolling that change nothing. */
const STEP = 120
/** What a server, which sees no window, puts first. */
export const FIRST_VIEW: View = { from: 0, to: 1200, width: 1024 }

/**
 * Which rows are in the document, and where the page stands: rows are measured once they are there, and whatever grows,
 * shrinks or arrives above the first one in sight, that one stays where it is.
 */
export function createShelf() {
  /** px, by the first of a row. */
  const heights = new Map<string, number>()
  /** px, of a row that nobody has seen; the mean of the first ones, once they were. */
  let guess = 360
  /** The newest when this page began. */
  let began: string | undefined
  let rows: readonly Row[] = []
  /** px, of each of them. */
  let tall: number[] = []
  let given: readonly unknown[] = []
  let cells: readonly Cell[] = []
  let seen = ''
  let list: Element | undefined
  let look: (view: View) => void
  let scroller: Element | undefined
  let anchor: Element | undefined
  let anchored = 0

  const fromTop = (element: Element) => boxOf(element).top - boxOf(list!).top

  /** Where the eyes are now. `grown`: a height is another. */
  const watch = (grown = false) => {
    const { top, width } = boxOf(list!)
    const elements = [...list!.children]
    const focused = cells[elements.findIndex((each) => each.contains(document.activeElement))]?.generation.key
    const from = stepped(-top - AHEAD)
    const to = stepped(innerHeight - top + AHEAD) + STEP
    const view = [from, to, width, focused].join()
    if (grown || view !== seen) look({ from, to, width, focused })
    seen = view
    // The first one in sight, once the head of the list is out of it.
    const edge = scroller ? boxOf(scroller).top : 0
    anchor = top < edge ? elements.find((each) => boxOf(each).bottom > edge) : undefined
    if (anchor) anchored = fromTop(anchor)
  }

  /** After everything that may have moved a row. */
  const settle = (committed = cells) => {
    cells = committed
    if (!list?.clientWidth) return
    const moved = anchor?.isConnected ? fromTop(anchor) - anchored : 0
    if (moved) (scroller ?? window).scrollBy(0, moved)
    let grown = false
    cells.forEach(({ line }, index) => {
      const { offsetHeight: height } = list!.children[index] as HTMLElement
      if (!heights.size) tall.fill((guess = height))
      grown ||= tall[line] !== height
      tall[line] = height
      heights.set(rows[line]!.items[0]!.key, height)
    })
    watch(grown)
  }

  return {
    settle,
    /** Starts to follow `element`; returns the way to stop. Where nothing can be measured, everything is shown. */
    attach(element: Element, onView: (view: View) => void): (() => void) | undefined {
      look = onView
      if (!globalThis.ResizeObserver) {
        look({ ...FIRST_VIEW, to: Infinity })
        return undefined
      }
      list = element
      const resizes = new ResizeObserver(() => settle())
      const onMove = ({ target }: Event) => {
        if (target instanceof Element && target.contains(element)) scroller = target
        watch()
      }
      resizes.observe(element)
      addEventListener('scroll', onMove, true)
      addEventListener('resize', onMove)
      return () => {
        list = undefined
        resizes.disconnect()
        removeEventListener('scroll', onMove, true)
        removeEventListener('resize', onMove)
      }
    },
    /** What is in the document, in its order, and the px that are left out after it. */
    show(generations: readonly Generation[], layout: Layout, { from, to, width, focused }: View) {
      if (given[0] !== generations || given[1] !== layout || given[2] !== width) {
        given = [generations, layout, width]
        began ??= generations[0]?.key
        rows = layout(generations, width, Math.max(0, indexOf(generations, began)))
        tall = rows.map(({ items }) => heights.get(items[0]!.key) ?? guess)
      }
      // Its neighbours too: Tab finds the next one there.
      const kept = focused ? rows.findIndex(({ items }) => indexOf(items, focused) >= 0) : NaN
      let y = 0
      let end = 0
      let position = 0
      const shown: Cell[] = []
      rows.forEach(({ items, styleOf }, line) => {
        const height = tall[line]!
        if ((y + height > from && y < to) || Math.abs(line - kept) < 2) {
          for (const generation of items) {
            position += 1
            shown.push({ generation, line, position, style: { ...styleOf?.(generation), marginBlockStart: y - end } })
          }
          end = y + height
        } else position += items.length
        y += height
      })
      return { shown, after: y - end }
    },
  }
}

const indexOf = (generations: readonly Generation[], wanted: string | undefined) =>
  generations.findIndex(({ key }) => key === wanted)

const boxOf = (element: Element) => element.getBoundingClientRect()

const stepped = (px: number) => px - (px % STEP)
