import { basename } from 'node:path'

/**
 * The arguments of a check, when that is what was asked for: `limn-check …`, `limn-proxy check …`. Some package managers
 * start both names as the same file; there a URL in the first place, or a flag that only a check has, tells them apart.
 */
export function argumentsOfCheck([, script = '', ...all]: readonly string[]): readonly string[] | undefined {
  const args = all[0] === '--' ? all.slice(1) : all
  const [first = ''] = args
  if (first === 'check') return args.slice(1)
  const named = basename(script).startsWith('limn-check')
  return named || /^https?:\/\//.test(first) || args.some((arg) => OWN.test(arg)) ? args : undefined
}

const OWN = /^--(header|other-header|anonymous|key-env|create)(=|$)/
