import type { ReactNode } from 'react'
import { WORDS, type Language } from './words.ts'

interface BarProps {
  language: Language
  onLanguage: (language: Language) => void
  theme: 'light' | 'dark'
  onTheme: (theme: 'light' | 'dark') => void
  children: ReactNode
}

export function Bar({ language, onLanguage, theme, onTheme, children }: BarProps) {
  const words = WORDS[language]
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <header className="bar">
      <a className="bar-mark" href="/" aria-label="limn">
        l<i>ı</i>mn
      </a>
      {children}
      <button className="bar-button" type="button" lang={other} onClick={() => onLanguage(other)}>
        {words.other}
      </button>
      <button className="bar-button" type="button" onClick={() => onTheme(theme === 'dark' ? 'light' : 'dark')}>
        <span className="bar-theme" aria-hidden="true" />
        {theme === 'dark' ? words.light : words.dark}
      </button>
    </header>
  )
}
