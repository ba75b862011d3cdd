import type { StorybookConfig } from '@storybook/react-vite'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, mergeConfig } from 'vite'

export const framework: StorybookConfig['framework'] = '@storybook/react-vite'
export const stories: StorybookConfig['stories'] = ['../src/**/*.stories.tsx']
export const addons: StorybookConfig['addons'] = ['@storybook/addon-a11y']
export const features: StorybookConfig['features'] = { sidebarOnboardingChecklist: false }
export const core: StorybookConfig['core'] = { disableTelemetry: true, disableWhatsNewNotifications: true }
// The sources themselves, compiled as the tests compile them: nothing is built before.
export const viteFinal: StorybookConfig['viteFinal'] = (vite) =>
  mergeConfig(vite, {
    plugins: [react({ compiler: true })],
    resolve: { conditions: ['@limn/source', ...defaultClientConditions], dedupe: ['react', 'react-dom'] },
  })
