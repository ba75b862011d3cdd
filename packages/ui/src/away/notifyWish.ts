/** `absent`: there is no such thing here. `blocked`: the browser shows none of this page. */
export type NotifyWish = 'on' | 'off' | 'blocked' | 'absent'

const NAME = 'limn:notify'
const listeners = new Set<() => void>()
/** What could not be kept: this page's. */
let held: string | undefined
let isRefused = false

/** Whether the user wants to be told outside of the page: a wish of this browser, in all of its tabs. */
export function notifyWish(): NotifyWish {
  if (typeof Notification !== 'function' || !isSecureContext) return 'absent'
  const { permission } = Notification
  if (permission === 'denied' || isRefused) return 'blocked'
  return permission === 'granted' && stored() === 'on' ? 'on' : 'off'
}

/** A server knows of none. */
export const noWish = (): NotifyWish => 'absent'

/** Asks the browser for leave, which it gives only to a click. */
export async function turnNotify(isOn: boolean): Promise<void> {
  if (isOn && Notification.permission !== 'granted') {
    show('')
    if (!isRefused) await Notification.requestPermission()
  }
  const wish = isOn ? 'on' : 'off'
  try {
    localStorage.setItem(NAME, wish)
    held = undefined
  } catch {
    held = wish
  }
  tell()
}

/** Nothing, where the browser shows none: Chromium on Android has the class, and throws where it is made. Without leave it is seen by nobody. */
export function show(...notice: ConstructorParameters<typeof Notification>): Notification | undefined {
  try {
    return new Notification(...notice)
  } catch {
    isRefused = true
    tell()
    return undefined
  }
}

/** Leave is given and taken in the settings of the browser too: whoever was there comes back. */
export function onNotifyWish(listener: () => void): () => void {
  listeners.add(listener)
  const left = new AbortController()
  for (const change of ['storage', 'focus']) addEventListener(change, listener, left)
  return () => {
    listeners.delete(listener)
    left.abort()
  }
}

const tell = () => listeners.forEach((listener) => listener())

function stored(): string | null {
  try {
    return held ?? localStorage.getItem(NAME)
  } catch {
    return null
  }
}
