import { checkPoints } from '../check/checkPoints.ts'
import { systemClock } from '../check/clock.ts'
import { openVisit } from '../check/openVisit.ts'
import type { Finding } from '../check/point.ts'
import { createReport } from '../check/report.ts'
import { systemEnvironment } from '../environment.ts'
import { CHECK_HELP } from './checkHelp.ts'
import { readCheckFlags } from './readCheckFlags.ts'

/** Checks a running proxy, prints the table, and gives the exit code: 1 with a fault. @throws UsageError */
export async function checkProxy(args: readonly string[], out: NodeJS.WritableStream): Promise<0 | 1> {
  const flags = readCheckFlags(args, systemEnvironment)
  if (flags === 'help') {
    out.write(CHECK_HELP)
    return 0
  }
  // Who reads no further (`| head`) has seen no end.
  out.once('error', () => process.exit(1))
  const { visit, close } = await openVisit(flags, systemClock)
  const report = createReport(visit, out)
  const findings: Finding[] = []
  report.start()
  for await (const result of checkPoints(visit)) {
    report.row(result)
    findings.push(result.finding)
  }
  report.end(findings)
  await close()
  return findings.some(({ verdict }) => verdict === 'fault') ? 1 : 0
}
