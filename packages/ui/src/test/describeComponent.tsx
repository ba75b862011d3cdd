import { cleanup } from '@testing-library/react'
import { createRef, type ComponentType, type CSSProperties, type ReactElement, type Ref } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountLimn } from './mountLimn.tsx'

interface AnyPartProps {
  ref?: Ref<Element>
  className?: string | ((state: object) => string)
  style?: CSSProperties | ((state: object) => CSSProperties)
  render?: ReactElement | ((props: object, state: object) => ReactElement)
  title?: string
  onClick?: () => void
}

/** What every part of the kit promises; run on each. `frame` gives a part the form it reads. */
export function describeComponent(
  slot: string,
  tag: string,
  Part: ComponentType<AnyPartProps>,
  frame: (part: ReactElement) => ReactElement = (part) => part,
): void {
  const mount = (props: AnyPartProps) => {
    const { container } = mountLimn(frame(<Part {...props} />))
    const root = container.querySelector(`[data-slot="limn-${slot}"]`)
    if (!root) throw new Error(`No element has data-slot="limn-${slot}".`)
    return root
  }

  describe(`limn-${slot}`, () => {
    afterEach(cleanup)

    it('has its slot, its tag and a language', () => {
      const root = mount({})
      expect(root.tagName.toLowerCase()).toBe(tag)
      expect(root).toHaveAttribute('lang', 'en')
    })

    it('hands out its root by ref', () => {
      const ref = createRef<Element>()
      expect(mount({ ref })).toBe(ref.current)
    })

    it('takes a class name and a style, also as functions of its state', () => {
      expect(mount({ className: 'mine', style: { color: 'red' } })).toHaveClass('mine')
      cleanup()
      const state = vi.fn<(state: object) => string>(() => 'computed')
      const root = mount({ className: state, style: () => ({ order: 3 }) })
      expect(root).toHaveClass('computed')
      expect(root).toHaveStyle({ order: '3' })
      expect(state).toHaveBeenCalledWith(expect.any(Object))
    })

    it('passes native props on, and runs a handler beside its own', () => {
      const onClick = vi.fn<() => void>()
      const root = mount({ title: 'native', onClick })
      root.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
      expect(root).toHaveAttribute('title', 'native')
      expect(onClick).toHaveBeenCalledOnce()
    })

    it('lends its root to another element', () => {
      const ref = createRef<Element>()
      const root = mount({ render: <section className="theirs" />, className: 'mine', ref })
      expect(root.tagName).toBe('SECTION')
      expect(root).toHaveClass('mine', 'theirs')
      expect(ref.current).toBe(root)
      cleanup()
      expect(mount({ render: (props) => <aside {...props} /> }).tagName).toBe('ASIDE')
    })
  })
}
