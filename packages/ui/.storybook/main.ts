import type { StorybookConfig } from '@storybook/react-vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, mergeConfig } from 'vite'

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../src/**/*.stories.tsx'],
  addons: ['@storybook/addon-a11y'],
  features: { sidebarOnboardingChecklist: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The sources themselves, compiled as the tests compile them: nothing is built before.
  viteFinal: (vite) =>
    mergeConfig(vite, {
      plugins: [react({ compiler: true })],
      resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
    }),
}

export default config
