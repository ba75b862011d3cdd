'use client'
import { useCallback, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { css } from './css.ts'

/** A shadow root of its own: no style of the page comes in, and none of these goes out. */
export function Isolated({ children }: { children: ReactNode }): ReactNode {
  const [root, setRoot] = useState<ShadowRoot>()
  const attach = useCallback((host: HTMLElement | null) => {
    if (!host) return
    const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    // Not a <style>: a strict Content-Security-Policy forbids those.
    if ('adoptedStyleSheets' in shadow) shadow.adoptedStyleSheets = [toSheet(css)]
    // A page that has no scheme of its own follows the system.
    if (getComputedStyle(host).colorScheme === 'normal') host.style.colorScheme = 'light dark'
    setRoot(shadow)
  }, [])
  return (
    <div ref={attach} data-limn-devtools="">
      {root && createPortal(children, root)}
    </div>
  )
}

function toSheet(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
}
