import { useEffect, useRef } from 'react'
import type { Words } from '../words.ts'

/** The keys, in a dialog that `?` opens wherever nobody is writing. */
export function Help({ words }: { words: Words['help'] }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')
      if (event.key !== '?' || writing || event.isComposing || document.querySelector('dialog[open]')) return
      event.preventDefault()
      dialog.current?.showModal()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <button
        className="bar-button bar-help"
        type="button"
        aria-label={words.title}
        aria-keyshortcuts="?"
        onClick={() => dialog.current?.showModal()}
      >
        ?
      </button>
      <dialog className="help" ref={dialog} aria-labelledby="help-title">
        <form method="dialog">
          <h2 id="help-title">{words.title}</h2>
          <dl>
            {words.keys.map(([keys, what]) => (
              <div key={what}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <button className="bar-button">{words.close}</button>
        </form>
      </dialog>
    </>
  )
}
