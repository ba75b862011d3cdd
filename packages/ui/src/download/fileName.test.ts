import { describe, expect, it } from 'vitest'
import { fileName } from './fileName.ts'

describe('fileName', () => {
  it.each([
    ['A fox, in snow!', 'a-fox-in-snow-1'],
    ['折纸般的墨色风暴里，一座纸灯塔', '折纸般的墨色风暴里-一座纸灯塔-1'],
    ['../../etc/passwd', 'etc-passwd-1'],
    ['con', 'con-1'],
    ['a\u202Egpj.exe', 'a-gpj-exe-1'],
    ['"><script>', 'script-1'],
    ['  \u200B ', 'limn-1'],
    ['', 'limn-1'],
  ])('makes %j safe', (prompt, name) => expect(fileName(prompt, 1)).toBe(name))

  it('cuts by whole characters', () => {
    const name = fileName('𠮷'.repeat(100), 12)
    expect(name).toBe(`${'𠮷'.repeat(60)}-12`)
    expect(name.isWellFormed()).toBe(true)
  })
})
