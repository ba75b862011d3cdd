import { chromium, type Browser, type LaunchOptions } from 'playwright'
import { chromiumArgs, findChromium } from '../chromium.ts'

export const launch = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium()!, args: chromiumArgs, ...options })
