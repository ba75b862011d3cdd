import type { Generation } from '@limn/core'

/** What is looked for; all of it must hold. */
export interface Wanted {
  readonly query: string
  readonly kind: Kind
  readonly favourites: boolean
}

/** What became of a generation, as one who looks for it would say. */
export type Kind = 'all' | 'live' | 'done' | 'trouble'

/** Nothing in particular. */
export const ANY: Wanted = { query: '', kind: 'all', favourites: false }

/**
 * Those that are wanted: every word of `query` stands somewhere in the prompt, whatever its case, width or way of writing
 * the same letter, by the rules of `lang` (BCP 47). Undefined where everything is.
 */
export function createMatcher({ query, kind, favourites }: Wanted, lang: string) {
  const words = fold(query, lang).split(/\s+/).filter(Boolean)
  if (words.length === 0 && kind === 'all' && !favourites) return undefined
  return (generations: readonly Generation[]): readonly Generation[] =>
    generations.filter((generation) => {
      if (favourites && !generation.favourite) return false
      if (kind !== 'all' && kind !== kindOf(generation)) return false
      const text = words.length > 0 ? textOf(generation, lang) : ''
      return words.every((word) => text.includes(word))
    })
}

const kindOf = ({ live, status }: Generation): Kind => (live ? 'live' : status === 'succeeded' ? 'done' : 'trouble')

// Upper case: ß is SS there, and both sigmas are one.
const fold = (text: string, lang: string) => text.normalize('NFKC').toLocaleUpperCase(lang)

const folded = new WeakMap<Generation['request'], { lang: string; text: string }>()

/** Each prompt is folded once, not with every letter that is typed. */
function textOf({ request }: Generation, lang: string): string {
  const known = folded.get(request)
  if (known?.lang === lang) return known.text
  const text = fold(request.prompt, lang)
  folded.set(request, { lang, text })
  return text
}
