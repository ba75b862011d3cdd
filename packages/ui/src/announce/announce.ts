let region: HTMLElement | undefined

/** Says `text` once, politely. */
export function announce(text: string): void {
  const line = document.createElement('p')
  line.textContent = text
  liveRegion().replaceChildren(line)
}

/** The one live region of the page. It has to stand there before it is first filled, or nothing is heard. */
export function liveRegion(): HTMLElement {
  if (region?.isConnected) return region
  region = document.createElement('div')
  region.setAttribute('role', 'status')
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
