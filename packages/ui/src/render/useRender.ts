import { cloneElement, createElement, isValidElement, useMemo, type ComponentPropsWithRef, type JSX } from 'react'
import type { ReactElement, Ref } from 'react'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { mergeProps, type Props } from './mergeProps.ts'
import type { PartProps } from './PartProps.ts'

/**
 * The root of a part: `own` props under the caller's, `data-slot="limn-…"`, the state as `data-*`, class name and
 * style as functions of it, the `lang` of the words in force, and `render` in place of the tag.
 */
export function useRender<Root extends keyof JSX.IntrinsicElements, State extends object>(
  tag: Root,
  slot: string,
  state: State,
  part: PartProps<Root, State>,
  own: ComponentPropsWithRef<Root>,
): ReactElement {
  const { className, style, render, ...rest } = part as PartProps<'div', State> & Props
  const { lang } = useMessages()
  const element = isValidElement<Props>(render) ? render : undefined
  const under = own as Props
  const ref = useJoined(under.ref, rest.ref, element?.props.ref)
  const asked = { ...rest, className: of(className, state), style: of(style, state) }
  const props: Props = { ...mergeProps({ lang, ...under }, asked), 'data-slot': `limn-${slot}`, ref }
  // A true flag is present without a value, a false one absent: `[data-live]` reads as it is meant.
  for (const [name, value] of Object.entries(state))
    if (value !== false) props[`data-${name}`] = value === true ? '' : value
  if (typeof render === 'function') return render(props, state)
  return element ? cloneElement(element, { ...mergeProps(props, element.props), ref }) : createElement(tag, props)
}

const of = <State, Value>(value: Value | ((state: State) => Value | undefined) | undefined, state: State) =>
  typeof value === 'function' ? (value as (state: State) => Value | undefined)(state) : value

const useJoined = (a: unknown, b: unknown, c: unknown): Ref<unknown> => useMemo(() => join([a, b, c]), [a, b, c])

const join = (refs: readonly unknown[]) => (node: unknown) => {
  const undo = (refs.filter(Boolean) as NonNullable<Ref<unknown>>[]).map((ref) => {
    if (typeof ref === 'function') return ref(node) ?? (() => void ref(null))
    ref.current = node
    return () => void (ref.current = null)
  })
  return () => undo.forEach((leave) => leave())
}
