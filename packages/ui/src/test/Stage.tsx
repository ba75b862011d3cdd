import { LimnProvider, type Limn } from '@limn/react'
import { useLayoutEffect, useState, type ReactNode } from 'react'
import { MessagesProvider } from '../messages/MessagesProvider.tsx'
import { en } from '../messages/en.ts'
import { zhCN } from '../messages/zh-CN.ts'
import { openLimn } from './openLimn.ts'
import { withSampleActions } from './sampleActions.ts'

const LANGUAGES = { en, 'zh-CN': zhCN }

/** What the toolbar of Storybook turns. */
export interface StageGlobals {
  readonly language: keyof typeof LANGUAGES
  /** `system` follows `prefers-color-scheme`. */
  readonly theme: 'system' | 'light' | 'dark'
  readonly direction: 'ltr' | 'rtl'
}

interface StageProps extends StageGlobals {
  /** @default one that knows no generation, on a proxy and a simulator in the page */
  limn?: Limn | undefined
  children: ReactNode
}

/** A page around one story: its words, its colours, its direction, and limn with nothing behind it but this page. */
export function Stage({ limn, language, theme, direction, children }: StageProps): ReactNode {
  const [own] = useState(() => withSampleActions(limn ?? openLimn().limn))
  useLayoutEffect(() => {
    const { documentElement: root } = document
    root.lang = language
    root.dir = direction
    root.dataset.theme = theme
  }, [language, theme, direction])
  return (
    <LimnProvider limn={own}>
      <MessagesProvider messages={LANGUAGES[language]}>
        <main>{children}</main>
      </MessagesProvider>
    </LimnProvider>
  )
}
