/** `absent`: this browser shows none to a page. `blocked`: it was forbidden to. */
export type NotifyWish = 'on' | 'off' | 'blocked' | 'absent'

const NAME = 'limn:notify'
const listeners = new Set<() => void>()
/** Where nothing can be kept: this page's. */
let held: string | null = null
let isAble: boolean | undefined

/** Whether the user wants to be told outside of the page: a wish of this browser, in all of its tabs. */
export function notifyWish(): NotifyWish {
  if (!canNotify()) return 'absent'
  if (Notification.permission === 'denied') return 'blocked'
  return Notification.permission === 'granted' && stored() === 'on' ? 'on' : 'off'
}

/** Asks the browser for leave, which it gives only to a click. */
export async function turnNotify(isOn: boolean): Promise<void> {
  if (isOn) await Notification.requestPermission()
  held = isOn ? 'on' : 'off'
  try {
    localStorage.setItem(NAME, held)
  } catch {}
  tell()
}

/** It turned out that this browser shows none. */
export function giveUpNotify(): void {
  isAble = false
  tell()
}

export function onNotifyWish(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

const tell = () => listeners.forEach((listener) => listener())

function stored(): string | null {
  try {
    return localStorage.getItem(NAME)
  } catch {
    return held
  }
}

function canNotify(): boolean {
  if (typeof Notification !== 'function') return false
  if (Notification.permission === 'granted') return isAble !== false
  return (isAble ??= probe())
}

/** Chromium on Android has the class, and throws where it is made. Without leave it is shown to nobody. */
function probe(): boolean {
  try {
    return Boolean(new Notification(''))
  } catch {
    return false
  }
}
