import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { playwright } from '@vitest/browser-playwright'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defaultServerConditions, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { chromiumArgs, findChromium } from './tests/chromium.ts'

const chromium = findChromium()

// Every @limn/* import resolves to src/, so nothing has to be built before a test.
const source = '@limn/source'
const shared = {
  plugins: [react({ compiler: true })],
  resolve: { conditions: [source, ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
}

/** MSW's service worker, where a page of the browser tests asks for it. */
const mswWorker: Plugin = {
  name: 'msw-worker',
  configureServer: ({ middlewares }) =>
    void middlewares.use('/mockServiceWorker.js', (_request, response) => {
      response.setHeader('content-type', 'text/javascript')
      response.end(readFileSync(join(import.meta.dirname, 'node_modules/msw/lib/mockServiceWorker.js')))
    }),
}

const dom = {
  environment: 'jsdom' as const,
  exclude: ['**/*.browser.test.tsx', '**/node_modules/**'],
  setupFiles: ['./vitest.setup.ts'],
  testTimeout: 15_000,
}

/** Tests of what React calls. */
const HOOKS = ['packages/react/src/{use,LimnProvider}*.test.tsx', 'packages/react/src/devtools/*.test.tsx']

/** In their place: React 18.2, and what has React as a peer. */
const react18 = Object.fromEntries(
  ['react', 'react-dom', '@testing-library/react', '@tanstack/react-query'].map((name) => [
    name,
    join(import.meta.dirname, 'tests/react18/node_modules', name),
  ]),
)

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/server/**/*.test.ts',
            'apps/bench/src/**/*.test.ts',
            'tests/uses/**/*.test.ts',
          ],
          exclude: ['**/*.postgres.test.ts', '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          ...dom,
          name: 'dom',
          include: ['packages/{react,ui,simulator}/src/**/*.test.tsx', 'tests/uses/**/*.test.tsx'],
        },
      },
      // The hooks as published: nobody compiles them.
      { ...shared, plugins: [react()], test: { ...dom, name: 'uncompiled', include: HOOKS } },
      {
        ...shared,
        plugins: [react()],
        resolve: { ...shared.resolve, alias: react18 },
        test: {
          ...dom,
          name: 'react18',
          include: HOOKS,
          exclude: [...dom.exclude, '**/*.react19.test.tsx'],
          env: { REACT: '18.2.0' },
        },
      },
      {
        ...shared,
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-runtime',
            'react/jsx-dev-runtime',
            'react/compiler-runtime',
            '@tanstack/react-query',
            '@limn/react > idb',
            '@limn/react > axe-core',
            '@limn/ui > @storybook/react-vite',
            'vitest-browser-react',
            'zod',
            'msw',
            'msw/browser',
          ],
        },
        plugins: [...shared.plugins, mswWorker],
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.tsx', 'tests/uses/**/*.browser.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium && { executablePath: chromium }), args: chromiumArgs },
            }),
            instances: [{ browser: 'chromium' as const }],
          },
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          environment: 'node',
          include: [
            'packages/server/src/**/*.postgres.test.ts',
            'tests/uses/**/*.postgres.test.ts',
            'tests/crash/**/*.test.ts',
          ],
          globalSetup: './tests/database/postgres.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        // What users install: `pnpm packed` builds it first.
        test: {
          name: 'packed',
          environment: 'node',
          include: ['tests/packed/**/*.test.ts'],
          globalSetup: './tests/database/postgres.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'rules',
          environment: 'node',
          include: ['tests/rules/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ].filter((project) => chromium || !['browser', 'e2e', 'packed'].includes(project.test.name)),
  },
})
