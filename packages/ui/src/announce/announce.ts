// Nothing is said before the page is shown: what says it comes behind.
const voice = () => import('./speak.ts')

/** Says `text` once, politely. */
export const announce = (text: string): void => void voice().then(({ speak }) => speak(text), noVoice)

/** Makes ready to say something in this language: a live region has to stand there before it is first filled. */
export const prepare = (lang: string): void =>
  void voice().then(({ liveRegion }) => void (liveRegion().lang = lang), noVoice)

const noVoice = () => {}
