import { useState, type DragEvent } from 'react'

type Handlers = Readonly<Record<'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent<HTMLElement>) => void>>

/** Whether something that may become a reference is held over an element; the handlers are for that element. */
export function useDragging(): readonly [dragging: boolean, handlers: Handlers] {
  const [dragging, setDragging] = useState(false)
  return [
    dragging,
    {
      onDragOver: ({ dataTransfer }) =>
        setDragging(['Files', 'text/uri-list'].some((type) => dataTransfer.types.includes(type))),
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        // Over a part of it is over it still.
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setDragging(false)
      },
      onDrop: () => setDragging(false),
    },
  ]
}
