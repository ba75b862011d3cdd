import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  chromium.executablePath(),
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The Chromium that browser tests drive: `CHROMIUM_PATH`, Debian's, Playwright's own or an installed Chrome. */
export const findChromium = (): string | undefined => CANDIDATES.find((path) => path && existsSync(path))

/** Fit for a container and for root; looks nothing up outside this machine. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
