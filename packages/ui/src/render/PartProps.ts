import type { ComponentPropsWithRef, CSSProperties, ElementType, ReactElement } from 'react'

/** What every part takes: the native props of its root element, `ref`, and these three. Its state also arrives as `data-*`. */
export type PartProps<Root extends ElementType, State> = Omit<
  ComponentPropsWithRef<Root>,
  'className' | 'style' | 'children' | 'onSubmit' | 'value' | 'defaultValue' | 'onSelect'
> & {
  className?: string | ((state: State) => string | undefined) | undefined
  style?: CSSProperties | ((state: State) => CSSProperties | undefined) | undefined
  /** Another element or component as root; it gets every prop, `ref` and `data-*` of the part. */
  render?: ReactElement | ((props: ComponentPropsWithRef<Root>, state: State) => ReactElement) | undefined
}
