const claimed = new Map<CSSMediaRule, string>()

/** Rules for who has this media feature, such as `forced-colors: active`, apply to everybody while it is claimed. */
export function claimMedia(feature: string, isClaimed: boolean): void {
  for (const rule of mediaRules([...document.styleSheets].map((sheet) => sheet.cssRules))) {
    const own = claimed.get(rule) ?? rule.media.mediaText
    if (own !== `(${feature})`) continue
    claimed.set(rule, own)
    rule.media.mediaText = isClaimed ? 'all' : own
  }
}

function* mediaRules(lists: readonly CSSRuleList[]): Generator<CSSMediaRule> {
  for (const rule of lists.flatMap((list) => [...list])) {
    if (rule instanceof CSSMediaRule) yield rule
    if (rule instanceof CSSImportRule && rule.styleSheet) yield* mediaRules([rule.styleSheet.cssRules])
    if (rule instanceof CSSGroupingRule) yield* mediaRules([rule.cssRules])
  }
}
