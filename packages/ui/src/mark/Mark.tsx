import type { ReactNode } from 'react'

const PLATE = 'M2 2h12v12H2z'
const CORNERS = 'M2 5V2h3m6 0h3v3m0 6v3h-3m-6 0H2v-3'
const solid = { fill: 'currentColor', stroke: 'none' }
const dashed = <path d={PLATE} strokeDasharray="2 2" />

/** The plate at sixteen pixels: one sign for each thing a generation can say. */
const MARKS = {
  corners: <path d={CORNERS} />,
  sending: <path d={`${CORNERS}M8 11V5M5.5 7.5 8 5l2.5 2.5`} />,
  paper: <path d={PLATE} />,
  drop: (
    <>
      <path d={PLATE} />
      <path
        className="limn-pulse"
        {...solid}
        d="M8 4.6c2 .1 3.5 1.3 3.3 3.3-.2 2-1.5 3.6-3.5 3.5-2-.1-3.2-1.6-3.1-3.6.1-1.9 1.4-3.3 3.3-3.2z"
      />
    </>
  ),
  solid: <path d={PLATE} fill="currentColor" />,
  half: (
    <>
      <path d={PLATE} />
      <path {...solid} d="M2 2h12L2 14z" />
    </>
  ),
  ask: (
    <>
      {dashed}
      <path d="M6.2 6.4c.1-1 .9-1.6 1.8-1.6 1 0 1.8.6 1.8 1.5C9.8 7.7 8 7.7 8 9m0 1.7v1.2" />
    </>
  ),
  crossed: <path d={`${PLATE}m0 0 12 12m0-12L2 14`} />,
  struck: <path d={`${PLATE}M14 2 2 14`} />,
  dashed,
  away: (
    <>
      <path d={PLATE} />
      <path {...solid} d="M6.5 6.5h3v3h-3z" />
    </>
  ),
  silent: (
    <>
      {dashed}
      <path d="m5 11 6-6" />
    </>
  ),
  locked: (
    <>
      <path d={PLATE} />
      <path d="M5.5 7.5h5v3.5h-5zm1-.2V6.4a1.5 1.5 0 0 1 3 0v.9" />
    </>
  ),
}

/** Which sign. */
export type MarkName = keyof typeof MARKS

export const Mark = ({ name }: { name: MarkName }): ReactNode => (
  <svg className="limn-mark" viewBox="0 0 16 16" aria-hidden="true">
    {MARKS[name]}
  </svg>
)
