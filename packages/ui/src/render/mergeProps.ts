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
    else if (typeof value === 'function' && typeof below === 'function')
      merged[name] = (event: { defaultPrevented?: boolean }) => {
        ;(value as Handler)(event)
        if (!event?.defaultPrevented) (below as Handler)(event)
      }
    else merged[name] = value
  }
  return merged
}

type Handler = (event: unknown) => void
