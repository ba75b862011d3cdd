import { GenerationTray } from '@limn/ui'
import { Help } from './help/Help.tsx'
import { ScenePicker } from './scene/ScenePicker.tsx'
import { useService } from './scene/useService.ts'
import { WORDS, type Language } from './words.ts'

type Theme = 'light' | 'dark'
/** What may stand beside the studio. */
type PanelName = 'none' | 'code' | 'tokens' | 'requests'

interface BarProps {
  readonly language: Language
  readonly onLanguage: (language: Language) => void
  readonly theme: Theme
  readonly onTheme: (theme: Theme) => void
  readonly panel: PanelName
  readonly onPanel: (panel: PanelName) => void
}

export function Bar({ language, onLanguage, theme, onTheme, panel, onPanel }: BarProps) {
  const words: (typeof WORDS)[Language] = WORDS[language]
  const other = language === 'en' ? 'zh-CN' : 'en'
  const { service, isError, play } = useService()
  const note = isError
    ? words.unreachable
    : service && (service.mode === 'real' ? words.real(service.creditsLeft) : words.simulated)
  return (
    <header className="bar">
      <h1 className="bar-mark">
        <a href="/">
          <span className="unseen">limn</span>
          <span aria-hidden="true">
            l<i>ı</i>mn
          </span>
        </a>
      </h1>
      <p className="bar-note">{note}</p>
      {service?.scenes && <ScenePicker service={service} play={play} words={words.scenes} />}
      <GenerationTray className="bar-tray" notify />
      {(['code', 'tokens', 'requests'] as const).map((name) => (
        <button
          key={name}
          className="bar-button"
          type="button"
          aria-expanded={panel === name}
          aria-controls="panel"
          onClick={() => onPanel(panel === name ? 'none' : name)}
        >
          {words[name].title}
        </button>
      ))}
      <button className="bar-button bar-choice" type="button" lang={other} onClick={() => onLanguage(other)}>
        {words.other}
      </button>
      <button
        className="bar-button bar-choice"
        type="button"
        onClick={() => onTheme(theme === 'dark' ? 'light' : 'dark')}
      >
        <span className="bar-theme" aria-hidden="true" />
        <span className="bar-theme-name">{theme === 'dark' ? words.light : words.dark}</span>
      </button>
      <Help words={words.help} />
    </header>
  )
}
