import { execFileSync } from 'node:child_process'

/** A packet filter rule on what arrives, as nft writes it: `tcp dport 80 drop`. */
export type Rule = string

let tables = 0

/** Puts rules into the kernel of this network namespace; what is returned takes them away. */
export function apply(...rules: readonly Rule[]): () => void {
  const table = `limn${(tables += 1)}`
  const chain = ['type filter hook input priority 0', ...rules].join('\n')
  nft(`table inet ${table} {\nchain arriving {\n${chain}\n}\n}\n`)
  return () => nft(`delete table inet ${table}\n`)
}

/** Both ways between this port and whoever talks to it. */
export const bothWays = (port: number, what: string): readonly Rule[] => [
  `tcp dport ${port} ${what}`,
  `tcp sport ${port} ${what}`,
]

function nft(script: string): void {
  execFileSync('nft', ['-f', '-'], { input: script })
}
