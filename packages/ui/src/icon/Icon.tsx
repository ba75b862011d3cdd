import type { ReactNode } from 'react'

const ICONS = {
  download: 'M10 3.500v9M6.500 9.300 10 12.800l3.500-3.500M4 16.500h12',
  close: 'm5.500 5.500 9 9m0-9-9 9',
  plus: 'M10 4.500v11M4.500 10h11',
  minus: 'M4.500 10h11',
  previous: 'M12.200 4.500 6.700 10l5.500 5.500',
  next: 'M7.800 4.500 13.300 10l-5.500 5.500',
  copy: 'M7.500 7.500h9v9h-9zM12.500 7.300V3.500h-9v9h3.800',
  picture: 'M3 4h14v12H3zM3.200 13.300l3.900-3.800 3.400 3.300 2.400-2.300 3.900 3.800M12.800 7.200h.1',
  reference: 'M3 6.500V3.500h13.500v13h-3M10.500 9.500 4 16M4 11v5h5',
  settings: 'M3 6.500h14M3 13.500h14M6.500 4.500v4M13.500 11.500v4',
} as const

export type IconName = keyof typeof ICONS

/** Twenty pixels, drawn with the pen of the marks. */
export const Icon = ({ name }: { name: IconName }): ReactNode => (
  <svg className="limn-glyph" viewBox="0 0 20 20" aria-hidden="true">
    <path d={ICONS[name]} />
  </svg>
)
