import { cpus } from 'node:os'
import { benchBrowser } from './browser.ts'
import { benchCreates } from './creates.ts'
import { benchGallery } from './gallery.ts'
import { benchPaint } from './paint.ts'
import { benchProxy } from './proxy.ts'
import { benchBudget, benchSchedule } from './schedule.ts'

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`)
for (const bench of [benchSchedule, benchBudget, benchBrowser, benchProxy, benchCreates, benchPaint, benchGallery]) {
  const { title, rows } = await bench()
  console.log(title)
  console.table(rows)
}
