import { FEATURES } from '@limn/core'
import { styleText } from 'node:util'
import { pointsFor, type Result } from './checkPoints.ts'
import { plain } from './heard.ts'
import type { Finding } from './point.ts'
import type { Visit } from './visit.ts'

const COLOURS = { ok: 'green', fault: 'red', warning: 'yellow', 'not tried': 'gray' } as const

/** Writes the table, row by row, to a stream that may be a terminal. */
export function createReport(visit: Visit, out: NodeJS.WritableStream) {
  const width = Math.max(...pointsFor(visit).map(({ name }) => name.length))
  const style = (format: Parameters<typeof styleText>[0], text: string) => styleText(format, text, { stream: out })
  let group = ''

  return {
    start(): void {
      const { capabilities, options, silent } = visit
      const offered = FEATURES.filter((feature) => capabilities?.features[feature]).join(', ')
      const limn = `a limn proxy, ledger ${capabilities?.ledger}, offers ${offered || 'no more than the routes'}`
      const kind = silent ? 'nothing' : capabilities ? limn : 'a plain proxy'
      const money = options.credits > 0 ? `may spend ${options.credits} credits` : 'sends no create (see --create)'
      out.write(`${style('bold', options.endpoint)}\n${kind}; ${money}\n`)
    },
    row({ point, finding }: Result) {
      const [name = ''] = point.id.split('/')
      if (name !== group) out.write(`\n${style('bold', name)}\n`)
      group = name
      const verdict = style(COLOURS[finding.verdict], finding.verdict.padEnd(9))
      out.write(`  ${verdict}  ${point.name.padEnd(width)}  ${plain(finding.seen, 300)}\n`)
      if (finding.verdict === 'fault' || finding.verdict === 'warning')
        out.write(`${' '.repeat(13)}${style('italic', `→ ${point.remedy}`)}\n`)
    },
    end(findings: readonly Finding[]) {
      const count = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict).length
      const faults = count('fault')
      const numbers = `${count('ok')} ok, ${faults} ${faults === 1 ? 'fault' : 'faults'}, ${count('warning')} warnings, ${count('not tried')} not tried`
      out.write(`\n${style(faults > 0 ? 'red' : 'green', numbers)}\n${spent(visit)}\n`)
    },
  }
}

const spent = ({ atRisk }: Visit) =>
  atRisk === 0 ? 'No create was sent.' : `The creates that were sent cost ${atRisk} credits at most.`
