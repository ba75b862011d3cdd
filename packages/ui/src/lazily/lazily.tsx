import { lazy, Suspense, type ComponentType, type ReactNode } from 'react'
import { Icon } from '../icon/Icon.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { Handed } from './Handed.ts'

interface Waiting {
  /** Stands in its place until it is there, and where its code cannot be had. @default nothing */
  fallback?: ReactNode
}

/** A part that comes after the first paint. */
export function lazily<Props extends object>(
  bring: () => Promise<ComponentType<Props & Handed>>,
): (props: Props & Waiting) => ReactNode {
  const Part = lazy(() =>
    bring().then(
      (part) => ({ default: part as ComponentType<object> }),
      () => ({ default: ({ fallback }: Waiting) => fallback }),
    ),
  )
  return function Later(props) {
    const handed: Handed = { icon: Icon, messages: useMessages() }
    return (
      <Suspense fallback={props.fallback}>
        <Part {...props} {...handed} />
      </Suspense>
    )
  }
}
