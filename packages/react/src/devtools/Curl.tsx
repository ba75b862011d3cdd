'use client'
import type { Client } from '@limn/core'
import { useRef, useState, type ReactNode } from 'react'
import type { JournalRecord } from '../journal/record.ts'
import { toCurl } from './toCurl.ts'
import { useRecorder } from './useRecorder.ts'

/** Buttons that write a call down as a command, and put it into the clipboard. */
export function Curl({ record }: { record: JournalRecord }): ReactNode {
  const { core } = useRecorder()
  const [command, setCommand] = useState<string>()
  const [said, say] = useState('')
  const shown = useRef<HTMLTextAreaElement>(null)
  const { key, slot, request, task, plain } = record

  async function copy(send: (client: Client) => Promise<unknown>, about?: string) {
    if (!core) return
    const text = await toCurl({ options: core.options, capabilities: core.known.get() }, send)
    const whole = about === undefined ? text : `# ${about}\n${text}`
    setCommand(whole)
    try {
      await navigator.clipboard.writeText(whole)
      say('Copied.')
    } catch {
      // Not allowed, or no https.
      shown.current?.select()
      say('The clipboard is closed to this page: copy the command below.')
    }
  }

  return (
    <div className="curl">
      <button
        type="button"
        onClick={() =>
          void copy(
            (client) => client.createTask(request, { key, slot }),
            plain
              ? 'A plain proxy knows no key: this makes one more, and charges it.'
              : 'Under the same key: what is known of it is answered, nothing is charged twice.',
          )
        }
      >
        Copy create as curl
      </button>
      {task && (
        <button type="button" onClick={() => void copy((client) => client.getTask(task.id))}>
          Copy look as curl
        </button>
      )}
      <output>{said}</output>
      {command !== undefined && <textarea ref={shown} aria-label="Command" readOnly rows={9} value={command} />}
    </div>
  )
}
