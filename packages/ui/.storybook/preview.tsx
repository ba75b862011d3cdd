import type { Preview } from '@storybook/react-vite'
import { Stage, type StageGlobals } from '../src/test/Stage.tsx'
import '../src/styles.css'
import './page.css'

const choice = (title: string, icon: 'globe' | 'mirror' | 'transfer', items: Record<string, string>) => ({
  description: title,
  toolbar: {
    title,
    icon,
    dynamicTitle: true,
    items: Object.entries(items).map(([value, name]) => ({ value, title: name })),
  },
})

export const globalTypes = {
  language: choice('Language', 'globe', { en: 'English', 'zh-CN': '简体中文' }),
  theme: choice('Theme', 'mirror', { system: 'System', light: 'Light', dark: 'Dark' }),
  direction: choice('Direction', 'transfer', { ltr: 'Left to right', rtl: 'Right to left' }),
} satisfies Preview['globalTypes']

export const initialGlobals = { language: 'en', theme: 'system', direction: 'ltr' } satisfies StageGlobals

export const parameters = { layout: 'fullscreen', controls: { expanded: true } } satisfies Preview['parameters']

export const decorators = [
  (Story, { globals, loaded, id }) => (
    <Stage key={id} limn={loaded.limn} {...(globals as StageGlobals)}>
      <Story />
    </Stage>
  ),
] satisfies Preview['decorators']
