import { useState, type CSSProperties, type ReactNode } from 'react'
import { Picture } from '../generation-images/Picture.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
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
 */
export function CompareSlider({ before, after, ...props }: CompareSliderProps): ReactNode {
  const { compare, gallery } = useMessages()
  const [split, setSplit] = useState(50)
  const [broken, setBroken] = useState<readonly string[]>([])
  const sides = [
    [before, compare.before],
    [after, compare.after],
  ] as const
  const isGone = ({ expired, url }: ComparedImage) => expired || broken.includes(url)
  return useRender('div', 'compare-slider', {}, props, {
    style: {
      '--limn-ratio': Math.sqrt(ratioOf(before) * ratioOf(after)),
      '--limn-split': `${split}%`,
    } as CSSProperties,
    children: (
      <>
        <div className="limn-frame limn-compare">
          {sides.map(([image, name]) =>
            isGone(image) ? (
              <span className="limn-frame limn-picture" data-look="dashed" key={name} />
            ) : (
              <Picture
                key={name}
                image={image}
                alt={image.alt ?? name}
                onError={() => setBroken([...broken, image.url])}
              />
            ),
          )}
          <input
            className="limn-range"
            type="range"
            step="any"
            aria-label={compare.label}
            aria-valuetext={compare.value(Math.round(split))}
            value={split}
            onChange={({ target }) => setSplit(target.valueAsNumber)}
          />
        </div>
        <p className="limn-foot">
          {sides.map(([image, name], index) => (
            <span className={index === 0 ? 'limn-foot-text' : undefined} key={name}>
              {isGone(image) ? `${name}: ${gallery.expired}` : name}
            </span>
          ))}
        </p>
      </>
    ),
  })
}

/** Between the two: neither is shown smaller than the other for its shape. */
const ratioOf = ({ width = 1, height = 1 }: ComparedImage) => width / height
