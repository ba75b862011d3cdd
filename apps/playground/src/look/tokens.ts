/** What the editor can move of `--limn-*`: each with its own control. */
export const TOKENS = [
  { name: '--limn-accent', kind: 'color', light: '#c0391b', dark: '#e8663d' },
  { name: '--limn-radius', kind: 'px', initial: 7, max: 24 },
  { name: '--limn-radius-sheet', kind: 'px', initial: 14, max: 32 },
  { name: '--limn-radius-plate', kind: 'px', initial: 2, max: 24 },
  { name: '--limn-gutter', kind: 'px', initial: 36, max: 80 },
  { name: '--limn-plate-max', kind: 'px', initial: 420, max: 720 },
] as const

/** The name of one of them. */
export type TokenName = (typeof TOKENS)[number]['name']

/** Those that were moved, as they are written in CSS. */
export type Tokens = Readonly<Partial<Record<TokenName, string>>>

/** As a rule to paste. */
export const toCss = (tokens: Tokens): string => {
  const lines = Object.entries(tokens).map(([name, value]) => `  ${name}: ${value};`)
  return lines.length === 0 ? ':root {\n}' : [':root {', ...lines, '}'].join('\n')
}
