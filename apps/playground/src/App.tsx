import { ImageStudio, MessagesProvider } from '@limn/ui'
import { useLayoutEffect } from 'react'
import { Bar } from './Bar.tsx'
import { ServiceNote } from './ServiceNote.tsx'
import { States } from './States.tsx'
import { useSetting } from './useSetting.ts'
import { WORDS, type Language } from './words.ts'

const prefersChinese = navigator.language.startsWith('zh')
const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches

export function App() {
  const [language, setLanguage] = useSetting<Language>('lang', ['en', 'zh-CN'], prefersChinese ? 'zh-CN' : 'en')
  const [theme, setTheme] = useSetting('theme', ['light', 'dark'], prefersDark ? 'dark' : 'light')
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset.theme = theme
  }, [language, theme])
  const states = new URLSearchParams(location.search).has('states')
  return (
    <MessagesProvider messages={WORDS[language].messages}>
      <Bar language={language} onLanguage={setLanguage} theme={theme} onTheme={setTheme}>
        <ServiceNote language={language} />
      </Bar>
      <main className="stage">{states ? <States /> : <ImageStudio />}</main>
    </MessagesProvider>
  )
}
