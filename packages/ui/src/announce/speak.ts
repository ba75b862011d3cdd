import type { Generation } from '@limn/core'
import type { Messages } from '../messages/Messages.ts'
import { inTurn } from './inTurn.ts'

/** What some browsers have, and TypeScript does not know yet. */
type Speaker = Element & { ariaNotify?: (text: string) => void }

/** What a list was heard to say of those whose fate is open, by their key, in one language. */
export interface Followed {
  lang?: string
  texts?: ReadonlyMap<string, string>
}

let region: HTMLElement | undefined
let said = { text: '', at: -Infinity }

/** ms in which lines stand together: two tasks may end at once, and both are heard. */
const BREATH = 1000
const isSameBreath = () => performance.now() - said.at < BREATH

/** Tells what is new in a list: nothing of what it was found with, nor the same in another language. */
export function follow(
  followed: Followed,
  generations: readonly Generation[],
  messages: Messages,
  say: (generation: Generation) => string,
): void {
  const last = followed.lang === messages.lang ? followed.texts : undefined
  const texts = new Map<string, string>()
  for (const generation of generations) {
    const { key, settled } = generation
    const before = last?.get(key)
    if (settled && before === undefined) continue
    const text = say(generation)
    if (!settled) texts.set(key, text)
    if (before !== undefined && before !== text) tell(key, text, messages, { isShared: true })
  }
  Object.assign(followed, { lang: messages.lang, texts })
}

interface Telling {
  /** It is heard in another way. */
  silently?: boolean
  /** Other windows may show it too. */
  isShared?: boolean
}

/** Tells what is new of a subject, once: two parts may show it. */
export function tell(
  subject: string,
  text: string,
  { flags }: Messages,
  { silently = false, isShared = false }: Telling = {},
): void {
  inTurn({ subject, text }, isShared, () => {
    // Of the browser itself it is told once, however many generations wait for it.
    const isKnown = text === flags.offline.title && text === said.text && isSameBreath()
    if (text && !silently && !isKnown) speak(text)
  })
}

/** Says `text` once, politely. A page in the background is silent: the one in front may show the same. */
export function speak(text: string): void {
  if (document.hidden) return
  const { text: longer } = said
  const goesOn = isSameBreath()
  // A form and a gallery may tell of one refusal: in more words was enough.
  if (goesOn && longer !== text && longer.startsWith(text)) return
  said = { text, at: performance.now() }
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
  if (!goesOn) lines.replaceChildren()
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
