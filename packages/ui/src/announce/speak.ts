/** What some browsers have, and TypeScript does not know yet. */
type Speaker = Element & { ariaNotify?: (text: string) => void }

let region: HTMLElement | undefined
let before = { text: '', at: -Infinity }

/** ms in which lines stand together: two tasks may end at once, and both are heard. */
const BREATH = 1000

/** Says `text` once, politely. A page in the background is silent: the one in front may show the same. */
export function speak(text: string): void {
  if (document.hidden) return
  const { text: longer, at } = before
  const isSameBreath = performance.now() - at < BREATH
  // A form and a gallery may tell of one refusal: in more words was enough.
  if (isSameBreath && longer !== text && longer.startsWith(text)) return
  before = { text, at: performance.now() }
  const lines = liveRegion()
  // What is behind a modal dialog is heard by nobody.
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1)
  const speaker: Speaker = dialog ?? lines
  if (speaker.ariaNotify) {
    speaker.ariaNotify(text)
    return
  }
  const place = dialog ?? document.body
  if (lines.parentNode !== place) place.append(lines)
  const line = document.createElement('p')
  line.textContent = text
  if (!isSameBreath) lines.replaceChildren()
  lines.append(line)
}

/** The one live region of the page. It has to stand there before it is first filled, or nothing is heard. */
export function liveRegion(): HTMLElement {
  if (region?.isConnected) return region
  region = document.createElement('div')
  region.setAttribute('role', 'status')
  // Only what was added is read.
  region.setAttribute('aria-atomic', 'false')
  region.dataset.slot = 'limn-announcer'
  // By the object model, not by an attribute: a strict style-src lets it pass.
  Object.assign(region.style, HIDDEN)
  document.body.append(region)
  return region
}

const HIDDEN = {
  position: 'fixed',
  insetBlockStart: '0',
  inlineSize: '1px',
  blockSize: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
}
