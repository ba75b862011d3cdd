import { useState, type CSSProperties, type ReactNode } from 'react'
import type { Picture } from '../generation-images/Picture.tsx'
import type { Handed } from '../lazily/Handed.ts'
import type { ComparedImage } from './CompareSlider.tsx'

interface SidesProps {
  before: ComparedImage
  after: ComparedImage
  /** Handed over, as words are. */
  picture: typeof Picture
}

/** Both pictures, each on its side of the line, and what they are called under them. */
export function Sides({ before, after, picture: Shown, messages }: SidesProps & Handed): ReactNode {
  const { compare, gallery } = messages
  const [split, setSplit] = useState(50)
  const [broken, setBroken] = useState<readonly string[]>([])
  const sides = [
    [before, compare.before],
    [after, compare.after],
  ] as const
  const isGone = ({ expired, url }: ComparedImage) => expired || broken.includes(url)
  return (
    <>
      <div className="limn-frame limn-compare" style={{ '--limn-split': `${split}%` } as CSSProperties}>
        {sides.map(([image, name]) =>
          isGone(image) ? (
            <span className="limn-frame limn-picture" data-look="dashed" key={name} />
          ) : (
            <Shown
              key={name}
              image={image}
              alt={image.alt ?? name}
              onError={() => setBroken((urls) => [...urls, image.url])}
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
  )
}
