interface Offer {
  /** What was done. */
  text: string
  /** What the button says. */
  label: string
  lang: string
  /** Where it stands in the document; it is shown at the foot of the window. */
  within: HTMLElement
  /** After this one Tab comes to it. */
  source: HTMLElement
  undo: () => void
}

/** ms it stays, unless somebody is at it. */
const STAY = 10_000

let last: (() => void) | undefined

/** A quiet line at the foot of the window, with a way back; the newest alone. */
export function offerUndo({ text, label, lang, within, source, undo }: Offer): void {
  last?.()
  const line = document.createElement('div')
  line.dataset.slot = 'limn-undo'
  line.className = 'limn-popover'
  line.lang = lang
  line.popover = 'manual'
  const words = document.createElement('span')
  words.textContent = text
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', className: 'limn-button', textContent: label })
  const row = document.createElement('div')
  row.className = 'limn-actions'
  row.append(words, button)
  line.append(row)
  within.append(line)
  line.showPopover?.({ source })

  let timer: ReturnType<typeof setTimeout>
  const end = () => {
    clearTimeout(timer)
    line.remove()
    last = undefined
  }
  const stay = () => clearTimeout(timer)
  const leave = () => {
    stay()
    if (!line.matches(':hover, :focus-within')) timer = setTimeout(end, STAY)
  }
  button.addEventListener('click', () => {
    end()
    undo()
  })
  line.addEventListener('pointerenter', stay)
  line.addEventListener('focusin', stay)
  line.addEventListener('pointerleave', leave)
  line.addEventListener('focusout', () => setTimeout(leave))
  timer = setTimeout(end, STAY)
  last = end
}
