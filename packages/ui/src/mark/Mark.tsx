import type { ReactNode } from 'react'

const PLATE = 'M2 2h12v12H2z'
const CORNERS = 'M2 5V2h3m6 0h3v3m0 6v3h-3m-6 0H2v-3'
const solid = { fill: 'currentColor', stroke: 'none' }
const dashed = <path d={PLATE} strokeDasharray="2 2" />

/** The plate at sixteen pixels: one sign for each thing a generation can say. */
const MARKS = {
  corners: <path d={CORNERS} />,
  sending: <path d={`${CORNERS}M8 11V5M5.5 7.500 8 5l2.500 2.500`} />,
  paper: <path d={PLATE} />,
  drop: (
    <>
      <path d={PLATE} />
      <path
        className="limn-pulse"
        {...solid}
        d="M8 4.600c2 .1 3.500 1.300 3.300 3.300-.2 2-1.500 3.600-3.500 3.500-2-.1-3.200-1.600-3.100-3.600.1-1.900 1.400-3.300 3.300-3.200z"
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
      <path d="M6.200 6.400c.1-1 .9-1.600 1.800-1.600 1 0 1.800.6 1.800 1.500C9.800 7.700 8 7.700 8 9m0 1.700v1.200" />
    </>
  ),
  crossed: <path d={`${PLATE}m0 0 12 12m0-12L2 14`} />,
  struck: <path d={`${PLATE}M14 2 2 14`} />,
  dashed,
  away: (
    <>
      <path d={PLATE} />
      <path {...solid} d="M6.500 6.500h3v3h-3z" />
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
      <path d="M5.500 7.500h5v3.500h-5zm1-.2V6.400a1.500 1.500 0 0 1 3 0v.9" />
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
