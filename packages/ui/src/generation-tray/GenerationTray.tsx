import type { Generation } from '@limn/core'
import { useGenerations, useOnline } from '@limn/react'
import { useId, useState, type ReactNode } from 'react'
import { announce } from '../announce/announce.ts'
import { GenerationStatus } from '../generation-status/GenerationStatus.tsx'
import { statusView } from '../generation-status/statusView.ts'
import { lazily } from '../lazily/lazily.tsx'
import { Mark } from '../mark/Mark.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'

type TrayProps = PartProps<'div', { running: number }> & {
  /** Offers, in the list, a notification of the system when one has ended or waits for the user, who is elsewhere. @default false */
  notify?: boolean | undefined
}

/** Props of {@link GenerationTray}. */
export type GenerationTrayProps = TrayProps & {
  /** @default useGenerations() */
  generations?: readonly Generation[] | undefined
}

/**
 * A button that counts what runs or waits for the user, and a list behind it: everything whose fate is open, with its
 * clock and its actions. What settles while the list is open stays in it until it is closed.
 */
export function GenerationTray({ generations, ...props }: GenerationTrayProps): ReactNode {
  return generations ? <Tray generations={generations} {...props} /> : <OwnGenerations {...props} />
}

const OwnGenerations = (props: TrayProps) => <Tray generations={useGenerations().generations} {...props} />

function Tray({ generations, notify = false, ...props }: TrayProps & { generations: readonly Generation[] }) {
  const id = useId()
  const messages = useMessages()
  const online = useOnline()
  const [isOpen, setOpen] = useState(false)
  const { title } = messages.tray
  // Nobody watches a detached one: it is listed, and not waited for.
  const awaited = generations.filter(({ settled, detached }) => !settled && !detached)
  const running = awaited.length
  const views = awaited.map((generation) => statusView(generation, messages, online))
  // The sign of the one that asks for the user, or of the one that has been at it longest.
  const { mark, tone } = views.find((view) => view.tone === 'caution') ?? views.at(-1) ?? IDLE
  return useRender('div', 'generation-tray', { running }, props, {
    children: (
      <>
        <button className="limn-button" data-kind="quiet" data-tone={tone} type="button" popoverTarget={id}>
          <Mark name={mark} />
          {title} <b>{running}</b>
        </button>
        <dialog
          className="limn-popover limn-tray"
          id={id}
          popover="auto"
          aria-label={title}
          tabIndex={-1}
          onToggle={({ newState }) => setOpen(newState === 'open')}
        >
          {isOpen && (
            <List
              id={id}
              generations={generations}
              notify={notify}
              status={GenerationStatus}
              announce={announce}
              fallback={title}
            />
          )}
        </dialog>
        {notify && <Notices generations={generations} view={statusView} />}
      </>
    ),
  })
}

const IDLE = { mark: 'paper', tone: 'calm' } as const

const Notices = /* @__PURE__ */ lazily(() => import('../away/Notices.tsx').then(({ Notices: Part }) => Part))
const List = /* @__PURE__ */ lazily(() => import('./TrayList.tsx').then(({ TrayList }) => TrayList))
