import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

/** Where a browser can be had from, first that works. */
const SOURCES: readonly (readonly string[])[] = [
  ['sh', '-c', 'command -v apt-get && [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium'],
  ['playwright', 'install', 'chromium'],
]

if (!findChromium()) {
  console.warn('No Chromium here yet: fetching one for the browser tests.')
  SOURCES.some(([command, ...args]) => {
    spawnSync(command!, args, { stdio: ['ignore', 'ignore', 'inherit'], shell: command === 'playwright' })
    return findChromium()
  })
}
if (!findChromium()) {
  console.warn(
    'NO CHROMIUM: every *.browser.test.tsx and all of tests/e2e are LEFT OUT. Install one, or set CHROMIUM_PATH.',
  )
  if (process.env.CI) process.exit(1)
}
