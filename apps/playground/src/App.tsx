import { useDraft } from '@limn/react'
import { ImageStudio, MessagesProvider, useTitleBadge } from '@limn/ui'
import { useLayoutEffect, useState } from 'react'
import { Bar } from './Bar.tsx'
import { CodePanel } from './code/CodePanel.tsx'
import { Switches, useSwitches } from './look/Switches.tsx'
import { TokenEditor, useTokens } from './look/TokenEditor.tsx'
import type { Tokens } from './look/tokens.ts'
import { Panel } from './Panel.tsx'
import type { Exchanges } from './requests/recordExchanges.ts'
import { RequestsPanel } from './requests/RequestsPanel.tsx'
import { States } from './States.tsx'
import { useSetting } from './useSetting.ts'
import { WORDS, type Language } from './words.ts'

const prefersChinese = navigator.language.startsWith('zh')
const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches
const shows = new URLSearchParams(location.search)

/** `exchanges`: what went to the server and came back. */
export function App({ exchanges }: { exchanges: Exchanges }) {
  const [language, setLanguage] = useSetting<Language>('lang', ['en', 'zh-CN'], prefersChinese ? 'zh-CN' : 'en')
  const [theme, setTheme] = useSetting('theme', ['light', 'dark'], prefersDark ? 'dark' : 'light')
  const [panel, setPanel] = useSetting('panel', ['none', 'code', 'tokens', 'requests'], 'none')
  const [tokens, setTokens] = useState<Tokens>({})
  const draft = useDraft()
  useTokens(tokens)
  useTitleBadge()
  const switches = useSwitches()
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset.theme = theme
  }, [language, theme])
  const words: (typeof WORDS)[Language] = WORDS[language]
  return (
    <MessagesProvider messages={words.messages}>
      <Bar
        language={language}
        onLanguage={setLanguage}
        theme={theme}
        onTheme={setTheme}
        panel={panel}
        onPanel={setPanel}
      />
      <div className="desk">
        {panel !== 'none' && (
          <Panel title={words[panel].title} close={words.close} onClose={() => setPanel('none')}>
            {panel === 'code' && <CodePanel shown={{ request: draft.request, language }} words={words.code} />}
            {panel === 'tokens' && (
              <>
                <TokenEditor tokens={tokens} onTokens={setTokens} theme={theme} words={words.tokens} />
                <Switches switches={switches} words={words.tokens.switches} />
              </>
            )}
            {panel === 'requests' && <RequestsPanel exchanges={exchanges} words={words.requests} />}
          </Panel>
        )}
        <main className="stage">{shows.has('states') ? <States /> : <ImageStudio draft={draft} />}</main>
      </div>
    </MessagesProvider>
  )
}
