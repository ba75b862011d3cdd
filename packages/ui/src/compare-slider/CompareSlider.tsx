import type { CSSProperties, ReactNode } from 'react'
import { Picture } from '../generation-images/Picture.tsx'
import { lazily } from '../lazily/lazily.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'

/** A GeneratedImage, or any other picture by its URL. */
export interface ComparedImage {
  readonly url: string
  /** Pixels. Without them it counts as a square. */
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly expired?: boolean | undefined
  /** @default "Before" or "After" */
  readonly alt?: string | undefined
}

/** Props of {@link CompareSlider}. */
export type CompareSliderProps = PartProps<'div', object> & {
  before: ComparedImage
  after: ComparedImage
}

/**
 * Two pictures in one box, and a line between them that moves by hand, finger and key: a native range input lies over
 * both. Neither is cropped; the box has a shape between theirs from the start, or the one that `--limn-ratio` gives it.
 * What moves is loaded once it is shown; until then, `after` is seen.
 */
export function CompareSlider({ before, after, ...props }: CompareSliderProps): ReactNode {
  return useRender('div', 'compare-slider', {}, props, {
    style: { '--limn-ratio': Math.sqrt(ratioOf(before) * ratioOf(after)) } as CSSProperties,
    children: (
      <Sides
        before={before}
        after={after}
        picture={Picture}
        fallback={
          <>
            <div className="limn-frame">
              <Picture image={after} alt={after.alt ?? ''} />
            </div>
            <p className="limn-foot" />
          </>
        }
      />
    ),
  })
}

/** Between the two: neither is shown smaller than the other for its shape. */
const ratioOf = ({ width = 1, height = 1 }: ComparedImage) => width / height

const Sides = /* @__PURE__ */ lazily(() => import('./Sides.tsx').then((sides) => sides.Sides))
