import type { GeneratedImage } from '@limn/core'
import type { ReactNode } from 'react'

interface PictureProps {
  image: Pick<GeneratedImage, 'url'> & { width?: number | undefined; height?: number | undefined }
  alt: string
  className?: string
  /** @default 'lazy' */
  loading?: 'lazy' | 'eager'
  onError?: (() => void) | undefined
  /** Width by height of what came: for `auto`, where nobody knew. */
  onRatio?: ((ratio: number) => void) | undefined
}

// A proxy on another origin answers only a page that says where it stands; the address has a proof of its own.
const PROXIED = /^https?:.*\/tasks\/limn1\.[^/]+\/images\/\d+\?/

/** An `<img>` that tells nobody where it stands and keeps its box. The URL was read by core: it is safe for `src`. */
export const Picture = ({
  image,
  alt,
  className = 'limn-picture',
  loading = 'lazy',
  onError,
  onRatio,
}: PictureProps): ReactNode => (
  <img
    className={className}
    src={image.url}
    width={image.width}
    height={image.height}
    alt={alt}
    loading={loading}
    decoding="async"
    referrerPolicy="no-referrer"
    crossOrigin={PROXIED.test(image.url) ? 'anonymous' : undefined}
    onError={onError}
    onLoad={({ currentTarget }) => onRatio?.(currentTarget.naturalWidth / currentTarget.naturalHeight)}
  />
)
