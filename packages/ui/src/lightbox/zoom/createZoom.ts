import { createDrag } from './createDrag.ts'
import { createView } from './createView.ts'
import { followPointers } from './followPointers.ts'

/** What a finger can ask of a lightbox beside zooming. */
export interface ZoomTurns {
  /** 1: the next picture. */
  readonly turn: (by: 1 | -1) => void
  readonly close: () => void
}

/** The hand on the picture. */
export interface Zoom {
  on(turns: ZoomTurns): void
  /** Another picture is seen whole again, at once. */
  show(position: number): void
  /** Between the whole picture and one of its pixels for one of the screen's. */
  toggle(): void
  by(factor: number): void
  stop(): void
}

/** px that an arrow moves a picture that is larger than the wall. */
const ARROW = 80
const KEYS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [ARROW, 0],
  ArrowRight: [-ARROW, 0],
  ArrowUp: [0, ARROW],
  ArrowDown: [0, -ARROW],
}

/** Wheel, pinch, double click, keys and swipes on the wall of `dialog`. `onScale` hears `150 %`, or nothing when it fits. */
export function createZoom(dialog: HTMLElement, onScale: (scale: string) => void): Zoom {
  const wall = dialog.querySelector<HTMLElement>('.limn-wall')!
  const view = createView(wall, (scale) => {
    dialog.toggleAttribute('data-zoomed', scale !== '')
    onScale(scale)
  })
  let turns: ZoomTurns | undefined
  let shown: number | undefined
  const drag = createDrag(wall, view, () => turns)
  const unfollow = followPointers(wall, drag)
  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    // A pinch on a trackpad comes as a wheel with Ctrl, in small steps.
    view.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002)), event.clientX, event.clientY)
  }
  const onKey = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event
    const way = KEYS[key]
    if (ctrlKey || metaKey || altKey) return
    if (key === '+' || key === '=') view.zoom(1.5)
    else if (key === '-') view.zoom(1 / 1.5)
    else if (key === '0') view.fit()
    else if (way && view.isLarge()) view.pan(...way)
    else return
    // Taken: an arrow turns no page now.
    event.preventDefault()
  }
  // A press on the picture takes the focus from no button: it would go to the whole dialog.
  const onPress = (event: MouseEvent) => event.preventDefault()
  wall.addEventListener('mousedown', onPress)
  wall.addEventListener('wheel', onWheel, { passive: false })
  dialog.addEventListener('keydown', onKey)
  return {
    on: (given) => void (turns = given),
    show(position) {
      if (position !== shown) view.fit()
      shown = position
    },
    toggle: view.toggle,
    by: view.zoom,
    stop() {
      unfollow()
      wall.removeEventListener('mousedown', onPress)
      wall.removeEventListener('wheel', onWheel)
      dialog.removeEventListener('keydown', onKey)
      view.fit()
    },
  }
}
