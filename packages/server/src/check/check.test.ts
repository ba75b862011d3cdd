import { describe, expect, it } from 'vitest'
import { POINTS } from './points.ts'
import { DEFECTS } from './test/defects.ts'
import { startChecked } from './test/startChecked.ts'

describe('an honest proxy', () => {
  it.each(['limn', 'plain'] as const)('%s: has no fault, and is sent nothing that costs', async (kind) => {
    const { simulator, check } = await startChecked({ kind })
    const { faults, visit, having } = await check()
    expect(faults).toEqual([])
    expect(having('ok').length).toBeGreaterThan(20)
    expect(simulator.creates).toEqual([])
    expect(visit.atRisk).toBe(0)
  })

  it.each(['limn', 'plain'] as const)('%s: has none with --create either, and pays for one picture', async (kind) => {
    const { simulator, check } = await startChecked({ kind, watch: true })
    const { faults, visit } = await check({ credits: 60 })
    expect(faults).toEqual([])
    expect(simulator.creates).toHaveLength(1)
    expect(visit.atRisk).toBeLessThanOrEqual(60)
  })
})

const cases = Object.entries(DEFECTS).flatMap(([point, { kinds = ['limn'] as const, ...defect }]) =>
  kinds.map((kind) => ({ point, kind, ...defect })),
)

describe('a proxy that does one thing wrong', () => {
  it('is tried for every point there is', () => {
    expect(Object.keys(DEFECTS).toSorted()).toEqual(POINTS.map(({ id }) => id).toSorted())
  })

  it.each(cases)('$kind: $point is a fault, and nothing else is', async ({ point, kind, options = {}, ...setup }) => {
    const { check } = await startChecked({ kind, ...setup })
    const { faults } = await check(options)
    expect(faults).toEqual([point])
  })
})
