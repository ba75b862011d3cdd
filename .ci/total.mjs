import { readFileSync } from 'node:fs'

const { testResults, numPassedTests, numFailedTests } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const inBrowser = testResults.filter(({ name }) => /\.browser\.test\.tsx$|\/tests\/e2e\//.test(name))
if (inBrowser.length === 0) console.log('The browser tests were left out: Chromium is missing.')
const brokenFiles = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length
console.log(`${numPassedTests} passed, ${numFailedTests + brokenFiles} failed`)
if (inBrowser.length === 0) process.exitCode = 1
