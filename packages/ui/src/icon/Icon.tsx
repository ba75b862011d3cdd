import type { ReactNode } from 'react'

const ICONS = {
  close: 'm5.5 5.5 9 9m0-9-9 9',
  previous: 'M12.2 4.5 6.7 10l5.5 5.5',
  next: 'M7.8 4.5 13.3 10l-5.5 5.5',
  picture: 'M3 4h14v12H3zM3.2 13.3l3.9-3.8 3.4 3.3 2.4-2.3 3.9 3.8M12.8 7.2h.1',
  plus: 'M10 4.5v11M4.5 10h11',
  minus: 'M4.5 10h11',
  settings: 'M3 6.5h14M3 13.5h14M6.5 4.5v4M13.5 11.5v4',
} as const

export type IconName = keyof typeof ICONS

/** An icon by its name, or by its own drawing: what begins with a move of the pen. */
export type Drawing = IconName | `M${string}` | `m${string}`

/** Twenty pixels, drawn with the pen of the marks. */
export const Icon = ({ name }: { name: Drawing }): ReactNode => (
  <svg className="limn-glyph" viewBox="0 0 20 20" aria-hidden="true">
    <path d={ICONS[name as IconName] ?? name} />
  </svg>
)
