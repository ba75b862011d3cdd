/** Brings what speaks. Nothing is said before the page is shown. */
export const withVoice = (say: (voice: typeof import('./speak.ts')) => void): void =>
  void import('./speak.ts').then(say, noVoice)

/** Says `text` once, politely. */
export const announce = (text: string): void => withVoice(({ speak }) => speak(text))

const noVoice = () => {}
