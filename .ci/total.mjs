import { readFileSync } from 'node:fs'

// A report that is empty is of a run that did not begin.
const texts = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'))
const reports = texts.filter((text) => text !== '').map((text) => JSON.parse(text))
const testResults = reports.flatMap((report) => report.testResults)
const sum = (count) => reports.reduce((total, report) => total + report[count], 0)
const inBrowser = testResults.filter(({ name }) => /\.browser\.test\.tsx$|\/tests\/e2e\//.test(name))
if (inBrowser.length === 0) console.log('The browser tests were left out: Chromium is missing.')
const brokenFiles = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length
const failed = sum('numFailedTests') + brokenFiles
console.log(`${sum('numPassedTests')} passed, ${failed} failed`)
if (failed > 0 || inBrowser.length === 0 || reports.length < texts.length) process.exitCode = 1
