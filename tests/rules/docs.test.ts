import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ERRORS } from '@limn/core'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'

const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root })
const read = (page: string) => readFileSync(join(root, page), 'utf8')
const codes = Object.keys(ERRORS)

describe('the documentation', () => {
  it('has a page for every error code, and none for a code that is gone', () => {
    const documented = globSync('docs/errors/*.md', { cwd: root }).map((page) => basename(page, '.md'))
    expect(documented.filter((name) => name !== 'README').toSorted()).toEqual(codes.toSorted())
  })

  it.each(codes)('docs/errors/%s.md says what happened, why and what to do', (code) => {
    const page = read(`docs/errors/${code}.md`)
    for (const heading of ['What happened', 'Why', 'What to do']) expect(page).toContain(`## ${heading}`)
    const { http, retryable, charged } = ERRORS[code as keyof typeof ERRORS]
    expect(page).toContain(http === 0 ? 'never an HTTP answer' : `HTTP ${http}`)
    expect(page).toContain(`charged: ${charged}`)
    expect(page).toContain(`retryable: ${retryable ? 'yes' : 'no'}`)
  })

  it.each(pages)('%s names only paths that exist', (page) => {
    const named = [...read(page).matchAll(/`((?:packages|apps|docs|tests|\.ci)\/[^`\s]*)`/g)].map(([, path]) => path!)
    const missing = named.filter(
      (path) => !path.includes('<') && !path.includes('*') && !existsSync(join(root, path.replace(/[#:].*$/, ''))),
    )
    expect(missing).toEqual([])
  })

  it.each(pages)('%s links only to files that exist', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)\s]+)\)/g)].map(([, target]) =>
      target!.replace(/#.*$/, ''),
    )
    expect(links.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([])
  })

  it('numbers its decisions without a gap', () => {
    const numbers = globSync('docs/decisions/*.md', { cwd: root })
      .map((page) => Number(basename(page).slice(0, 4)))
      .toSorted((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })
})
