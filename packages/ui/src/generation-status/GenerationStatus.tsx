import type { Generation, Status } from '@limn/core'
import { useOnline, useTiming } from '@limn/react'
import { useRef, type ReactNode } from 'react'
import { useAnnounceChange } from '../announce/useAnnounceChange.ts'
import { useReturnFocus } from '../focus/useReturnFocus.ts'
import { ErrorDetails } from '../error-notice/ErrorNotice.tsx'
import { Mark } from '../mark/Mark.tsx'
import { useMessages } from '../messages/MessagesProvider.tsx'
import type { PartProps } from '../render/PartProps.ts'
import { useRender } from '../render/useRender.ts'
import { sentence } from './sentence.ts'
import { StatusActions } from './StatusActions.tsx'
import { statusView, type StatusView } from './statusView.ts'

type GenerationStatusState = { status: Status; mark: StatusView['mark']; tone: StatusView['tone'] }

/** Props of {@link GenerationStatus}. */
export type GenerationStatusProps = PartProps<'div', GenerationStatusState> & {
  generation: Generation | undefined
  /** Shown while there is none. @default nothing */
  fallback?: ReactNode
}

/** What it is doing, for how long, the advice, and the actions that make sense. Says every transition to a screen reader, once. */
export function GenerationStatus({ generation, fallback, ...props }: GenerationStatusProps): ReactNode {
  return generation ? <Present generation={generation} {...props} /> : fallback
}

function Present({ generation, ...props }: PartProps<'div', GenerationStatusState> & { generation: Generation }) {
  const messages = useMessages()
  const root = useRef<HTMLDivElement>(null)
  const focus = useReturnFocus(root, generation)
  const online = useOnline()
  const { mark, tone, title, advice } = statusView(generation, messages, online)
  useAnnounceChange(generation.key, sentence(generation, messages, online), root)
  return useRender('div', 'generation-status', { status: generation.status, mark, tone }, props, {
    ref: root,
    tabIndex: -1,
    role: 'group',
    'aria-label': title,
    ...focus,
    children: (
      <>
        <Mark name={mark} />
        <strong className="limn-strong">{title}</strong>
        <Timing generation={generation} advice={advice} done={mark === 'solid'} />
        {generation.error && <ErrorDetails error={generation.error} />}
        <StatusActions generation={generation} />
      </>
    ),
  })
}

interface TimingProps {
  generation: Generation
  advice: string | undefined
  done: boolean
}

function Timing({ generation, advice, done }: TimingProps) {
  const { advice: words, errors } = useMessages()
  const { elapsed, usual, pause } = useTiming(generation)
  const took = done && generation.settledAt && generation.settledAt - generation.createdAt
  const running = generation.status === 'pending' || generation.status === 'processing'
  const expected =
    running && usual !== undefined ? (elapsed > usual * 1.5 ? words.overrun : words.usual(usual)) : undefined
  const line = pause ? words.pause(errors[pause.code].title, pause.left) : (advice ?? expected)
  return (
    <>
      {generation.live && generation.status !== 'queued' && <time className="limn-clock">{clock(elapsed)}</time>}
      {took ? <span className="limn-clock">{words.took(took)}</span> : null}
      {line && <p className="limn-text">{line}</p>}
    </>
  )
}

const clock = (ms: number) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`
