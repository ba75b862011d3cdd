/** Props as React hands them about. */
export type Props = Record<string, unknown>

/** `over` laid on `under`: class names and styles add up, both handlers run (`over` first; `preventDefault()` there stops ours). */
export function mergeProps(under: Props, over: Props): Props {
  const merged = { ...under }
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue
    const below = under[name]
    if (name === 'className') merged[name] = [below, value].filter(Boolean).join(' ')
    else if (name === 'style') merged[name] = { ...(below as object), ...(value as object) }
    else if (isHandler(name, value) && isHandler(name, below)) merged[name] = chain(value, below)
    else merged[name] = value
  }
  return merged
}

type Handler = (event: { defaultPrevented?: boolean }) => void

const isHandler = (name: string, value: unknown): value is Handler =>
  /^on[A-Z]/.test(name) && typeof value === 'function'

const chain =
  (first: Handler, second: Handler): Handler =>
  (event) => {
    first(event)
    if (!event?.defaultPrevented) second(event)
  }
