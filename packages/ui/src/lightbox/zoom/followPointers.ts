/** One movement of a hand, px of the window. */
interface Stroke {
  readonly x: number
  readonly y: number
  /** Since it began. */
  readonly dx: number
  readonly dy: number
  /** Since the last one. */
  readonly byX: number
  readonly byY: number
  /** ms since the last one. */
  readonly took: number
}

/** What is done with the hand. */
export interface Hand {
  start(): void
  move(stroke: Stroke): void
  /** Two fingers: their middle, and how much wider apart they are than a moment ago. */
  pinch(factor: number, x: number, y: number, byX: number, byY: number): void
  end(): void
  /** Down and up twice in one place, on the picture. */
  double(x: number, y: number): void
}

/** px: less is a tap. */
const SLOP = 8
/** ms between the two taps of one double tap. */
const DOUBLE = 300

/** Pointers on `element`, as one hand. A drag is no click. Returns the way to stop. */
export function followPointers(element: HTMLElement, hand: Hand): () => void {
  const down = new Map<number, PointerEvent>()
  const listening = new AbortController()
  let first: PointerEvent | undefined
  let dragging = false
  let tapped = { at: -Infinity, x: 0, y: 0 }

  const spread = () => {
    const [a, b] = [...down.values()]
    if (!a || !b) return undefined
    const [x, y] = [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2]
    return { x, y, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) }
  }
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || down.size === 2) return
    if (down.size === 0) dragging = false
    down.set(event.pointerId, event)
    first = event
  }
  const onMove = (event: PointerEvent) => {
    const last = down.get(event.pointerId)
    if (!last || !first) return
    const before = spread()
    const [dx, dy] = [event.clientX - first.clientX, event.clientY - first.clientY]
    if (!dragging && !before && Math.hypot(dx, dy) < SLOP) return
    if (!dragging) {
      dragging = true
      hand.start()
    }
    element.setPointerCapture(event.pointerId)
    down.set(event.pointerId, event)
    const after = spread()
    if (before && after)
      hand.pinch(after.apart / before.apart, after.x, after.y, after.x - before.x, after.y - before.y)
    else {
      const [byX, byY] = [event.clientX - last.clientX, event.clientY - last.clientY]
      hand.move({ x: event.clientX, y: event.clientY, dx, dy, byX, byY, took: event.timeStamp - last.timeStamp })
    }
  }
  const onUp = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return
    const [left] = down.values()
    if (left) first = left
    else if (dragging) hand.end()
    else if (event.type === 'pointerup') tap(event)
  }
  const tap = ({ timeStamp, clientX, clientY, target }: PointerEvent) => {
    const near = Math.hypot(clientX - tapped.x, clientY - tapped.y) < 30
    const twice = near && timeStamp - tapped.at < DOUBLE
    tapped = { at: twice ? -Infinity : timeStamp, x: clientX, y: clientY }
    if (twice && target instanceof HTMLImageElement) hand.double(clientX, clientY)
  }
  const onClick = (event: MouseEvent) => {
    if (dragging) event.stopPropagation()
    dragging = false
  }
  const options = { signal: listening.signal }
  element.addEventListener('pointerdown', onDown, options)
  element.addEventListener('pointermove', onMove, options)
  element.addEventListener('pointerup', onUp, options)
  element.addEventListener('pointercancel', onUp, options)
  element.addEventListener('click', onClick, { ...options, capture: true })
  element.addEventListener('dragstart', (event) => event.preventDefault(), options)
  return () => listening.abort()
}
