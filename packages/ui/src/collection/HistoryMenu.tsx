import { useLimn } from '@limn/react'
import { useId, useRef, useState, type ReactNode } from 'react'
import { saveFile } from '../download/saveFile.ts'
import { MORE } from '../icon/drawings.ts'
import type { Announce, Handed } from '../lazily/Handed.ts'

interface HistoryMenuProps extends Handed {
  isEmpty: boolean
  announce: Announce
}

/** History as a file, out and in. Where nothing is there yet only in. */
export function HistoryMenu({ isEmpty, icon: Icon, messages, announce }: HistoryMenuProps): ReactNode {
  const limn = useLimn()
  const { collection: words } = messages
  const menu = useId()
  const field = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState<string>()
  const save = async () => {
    const { exportHistory } = await import('@limn/react/history')
    const text = await exportHistory(limn)
    saveFile(new Blob([text], { type: 'application/json' }), `limn-${new Date().toISOString().slice(0, 10)}.json`)
  }
  const bring = async (file: File) => {
    const { importHistory } = await import('@limn/react/history')
    const said = await file
      .text()
      .then((text) => importHistory(limn, text))
      .then(
        ({ added, known, setAside }) => words.imported(added, known, setAside),
        (error: unknown) => (isForbidden(error) ? words.otherHistory : words.notHistory),
      )
    setNote(said)
    announce(said)
  }
  return (
    <>
      <button className="limn-icon" type="button" aria-label={words.more} popoverTarget={menu}>
        <Icon name={MORE} />
      </button>
      <div className="limn-popover limn-menu" id={menu} popover="auto">
        {!isEmpty && (
          <button className="limn-button" data-kind="quiet" type="button" onClick={() => void save()}>
            {words.exportHistory}
          </button>
        )}
        <button className="limn-button" data-kind="quiet" type="button" onClick={() => field.current?.click()}>
          {words.importHistory}
        </button>
        <input
          type="file"
          hidden
          ref={field}
          accept="application/json,.json"
          onChange={({ target }) => {
            const file = target.files?.[0]
            target.value = ''
            if (file) void bring(file)
          }}
        />
        {note && <p className="limn-text">{note}</p>}
      </div>
    </>
  )
}

const isForbidden = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'forbidden'
