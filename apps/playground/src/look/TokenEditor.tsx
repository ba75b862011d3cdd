import { useLayoutEffect } from 'react'
import type { Words } from '../words.ts'
import { TOKENS, toCss, type TokenName, type Tokens } from './tokens.ts'

/** Puts the tokens that were moved on the page. */
export function useTokens(tokens: Tokens): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement
    for (const [name, value] of Object.entries(tokens)) style.setProperty(name, value)
    return () => {
      for (const name of Object.keys(tokens)) style.removeProperty(name)
    }
  }, [tokens])
}

interface TokenEditorProps {
  readonly tokens: Tokens
  readonly onTokens: (tokens: Tokens) => void
  readonly theme: 'light' | 'dark'
  readonly words: Words['tokens']
}

/** Moves the tokens of the kit, and writes the rule that keeps them. */
export function TokenEditor({ tokens, onTokens, theme, words }: TokenEditorProps) {
  const move = (name: TokenName, value: string) => onTokens({ ...tokens, [name]: value })
  return (
    <>
      <div className="tokens">
        {TOKENS.map((token) => {
          const value = tokens[token.name]
          return (
            <label key={token.name}>
              <span>{words.names[token.name]}</span>
              {token.kind === 'color' ? (
                <input
                  type="color"
                  value={value ?? token[theme]}
                  onChange={(event) => move(token.name, event.target.value)}
                />
              ) : (
                <input
                  type="range"
                  max={token.max}
                  value={value === undefined ? token.initial : Number.parseInt(value, 10)}
                  onChange={(event) => move(token.name, `${event.target.value}px`)}
                />
              )}
              <code>{value ?? (token.kind === 'color' ? token[theme] : `${token.initial}px`)}</code>
            </label>
          )
        })}
      </div>
      {Object.keys(tokens).length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
        <pre className="code" tabIndex={0} dir="ltr" lang="en">
          <code>{toCss(tokens)}</code>
        </pre>
      )}
      <button className="bar-button" type="button" onClick={() => onTokens({})}>
        {words.reset}
      </button>
    </>
  )
}
