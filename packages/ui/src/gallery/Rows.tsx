import type { Generation } from '@limn/core'
import type { Draft } from '@limn/react'
import { memo, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { createShelf, FIRST_VIEW } from './createShelf.ts'
import { oneByOne, type Layout } from './Layout.ts'

/** What a row needs of a draft: remix, and "use as a reference". */
export type RemixTarget = Pick<Draft, 'load' | 'addReferences'>

/** One entry of a gallery. */
export type RenderEntry = (generation: Generation, draft: RemixTarget | undefined) => ReactNode

interface RowsProps {
  generations: readonly Generation[]
  hasMore: boolean | undefined
  layout: Layout | undefined
  draft: Draft | undefined
  render: RenderEntry
}

/** The list itself: only the rows near the window are in the document, and the one that has the focus. */
export function Rows({ generations, hasMore, layout, draft, render }: RowsProps): ReactNode {
  const [shelf] = useState(createShelf)
  const [view, look] = useState(FIRST_VIEW)
  const list = useRef<HTMLOListElement>(null)
  // Before anything is measured only the first ones can be in sight.
  const some = view === FIRST_VIEW ? generations.slice(0, 64) : generations
  const { shown, after } = shelf.show(some, layout ?? oneByOne, view)
  // A draft changes with every letter. Its two verbs stay, or every row would render for a letter.
  const latest = useRef(draft)
  const [target] = useState<RemixTarget>(() => ({
    load: (source) => latest.current?.load(source),
    addReferences: (sources) => latest.current?.addReferences(sources),
  }))
  useLayoutEffect(() => shelf.attach(list.current!, look), [shelf])
  useLayoutEffect(() => {
    latest.current = draft
    shelf.settle(shown)
  })
  return (
    <ol className="limn-feed" ref={list} data-layout={layout && 'rows'} style={{ paddingBlockEnd: after }}>
      {shown.map(({ generation, position, style }) => (
        <li
          className="limn-row"
          key={generation.key}
          aria-setsize={hasMore ? -1 : generations.length}
          aria-posinset={position}
          style={style}
        >
          <Entry generation={generation} draft={draft && target} render={render} />
        </li>
      ))}
    </ol>
  )
}

type EntryProps = Pick<RowsProps, 'render'> & { generation: Generation; draft: RemixTarget | undefined }

const Entry = /* @__PURE__ */ memo(({ generation, draft, render }: EntryProps) => render(generation, draft))
