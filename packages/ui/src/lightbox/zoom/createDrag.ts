import type { ZoomTurns } from './createZoom.ts'
import type { ZoomView } from './createView.ts'
import type { Hand } from './followPointers.ts'

/** px a ms: a flick counts, however short it was. */
const FLICK = 0.5
/** Of the wall: a drag this long counts, however slow it was. */
const FAR = 0.2

/** A hand on a picture that fits turns the page, or pulls it down to close; on a larger one it moves the picture. */
export function createDrag(wall: HTMLElement, view: ZoomView, turns: () => ZoomTurns | undefined): Hand {
  let axis: 'x' | 'y' | undefined
  let far = 0
  let speed = 0
  const put = (x: number, y: number) => {
    wall.style.setProperty('--limn-x', `${x}px`)
    wall.style.setProperty('--limn-y', `${y}px`)
  }
  return {
    start() {
      axis = undefined
      far = speed = 0
      wall.dataset.dragging = ''
    },
    move({ dx, dy, byX, byY, took }) {
      if (view.isLarge()) return view.pan(byX, byY)
      axis ??= Math.abs(dx) > Math.abs(dy) ? 'x' : 'y'
      far = axis === 'x' ? dx : Math.max(0, dy)
      speed = (axis === 'x' ? byX : byY) / Math.max(took, 1)
      put(axis === 'x' ? far : 0, axis === 'y' ? far : 0)
    },
    pinch(factor, x, y, byX, byY) {
      view.zoom(factor, x, y)
      view.pan(byX, byY)
    },
    end() {
      delete wall.dataset.dragging
      put(0, 0)
      if (!axis || view.isLarge()) return
      const size = axis === 'x' ? wall.clientWidth : wall.clientHeight
      const meant = Math.abs(far) > size * FAR || (Math.abs(speed) > FLICK && speed * far > 0)
      if (!meant) return
      const forward = getComputedStyle(wall).direction === 'rtl' ? 1 : -1
      if (axis === 'x') turns()?.turn(Math.sign(far) === forward ? 1 : -1)
      else turns()?.close()
    },
    double: view.toggle,
  }
}
