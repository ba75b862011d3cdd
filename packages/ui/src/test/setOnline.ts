/** From here on this browser says that it is, or is not, online, and tells so. What is returned puts back what it says by itself. */
export function setOnline(onLine: boolean): () => void {
  Object.defineProperty(navigator, 'onLine', { configurable: true, value: onLine })
  dispatchEvent(new Event(onLine ? 'online' : 'offline'))
  return () => {
    Reflect.deleteProperty(navigator, 'onLine')
  }
}
