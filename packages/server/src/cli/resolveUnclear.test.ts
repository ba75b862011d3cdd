import { expect, it, onTestFinished } from 'vitest'
import { temporaryFile } from '../ledger/test/temporaryFile.ts'
import { sqliteLedger } from '../sqlite.ts'
import { proxyUnderTest } from '../test/proxyUnderTest.ts'
import { resolveUnclear } from './resolveUnclear.ts'

it('A19 a prompt is one line of a terminal, which obeys nothing that stands in it', async () => {
  const file = temporaryFile()
  const { create, key, proxy } = proxyUnderTest({
    ledger: sqliteLedger(file),
    fetch: () => Promise.reject(new Error('cut')),
  })
  onTestFinished(() => proxy.close())
  const hostile = 'a\u001b[2J\u009b31m\u202eb\u2028c\r\nd \u{e0041} ü'
  expect((await create(key(), { prompt: hostile })).status).toBe(424)
  let said = ''
  await resolveUnclear({ ledger: `sqlite:${file}`, help: false }, { write: (text) => (said += text) })
  expect(said.split('\n')).toHaveLength(3)
  expect(said).toContain(String.raw`a\u001b[2J\u009b31m\u202eb\u2028c\r\nd \udb40\udc41 ü`)
})
