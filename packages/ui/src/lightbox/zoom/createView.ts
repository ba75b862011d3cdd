/** How the picture in the middle of a wall is seen: its scale (1: whole), and how far it is moved, px. */
export interface ZoomView {
  /** By a factor, around a point of the window. @default the middle of the wall */
  zoom(factor: number, x?: number, y?: number): void
  pan(x: number, y: number): void
  fit(): void
  toggle(x?: number, y?: number): void
  isLarge(): boolean
}

const limit = (value: number, most: number) => Math.min(Math.max(value, -most), most)

export function createView(wall: HTMLElement, onScale: (scale: string) => void): ZoomView {
  let scale = 1
  let x = 0
  let y = 0
  let picture: HTMLImageElement | null = null
  const percent = new Intl.NumberFormat(wall.closest<HTMLElement>('[lang]')?.lang, { style: 'percent' })

  /** The scale at which one pixel of the picture is one of the screen. */
  const trueScale = () => (picture?.naturalWidth ?? 0) / ((picture?.clientWidth ?? 1) * devicePixelRatio) || 1
  const apply = () => {
    if (!picture) return
    // Never past its own edge: what is narrower than the wall stays in the middle.
    x = limit(x, Math.max(0, (picture.clientWidth * scale - wall.clientWidth) / 2))
    y = limit(y, Math.max(0, (picture.clientHeight * scale - wall.clientHeight) / 2))
    picture.style.transform = scale === 1 ? '' : `translate(${x}px, ${y}px) scale(${scale})`
    onScale(scale === 1 ? '' : percent.format(scale / trueScale()))
  }
  const zoom = (factor: number, atX?: number, atY?: number) => {
    picture = wall.querySelector('[aria-hidden=false] > img')
    const box = wall.getBoundingClientRect()
    const next = Math.min(Math.max(scale * factor, 1), Math.max(4, trueScale() * 4))
    const fromX = (atX ?? box.x + box.width / 2) - box.x - box.width / 2
    const fromY = (atY ?? box.y + box.height / 2) - box.y - box.height / 2
    x = fromX - ((fromX - x) * next) / scale
    y = fromY - ((fromY - y) * next) / scale
    scale = next
    apply()
  }
  const fit = () => {
    scale = 1
    x = y = 0
    apply()
  }
  return {
    zoom,
    fit,
    isLarge: () => scale > 1,
    pan(byX, byY) {
      x += byX
      y += byY
      apply()
    },
    toggle(atX, atY) {
      if (scale > 1) return fit()
      picture = wall.querySelector('[aria-hidden=false] > img')
      // A picture that is shown at its own size anyway: twice as large.
      zoom(trueScale() > 1.2 ? trueScale() : 2, atX, atY)
    },
  }
}
