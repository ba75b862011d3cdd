import type { Generation } from '@limn/core'
import { useBackground } from '@limn/react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { statusView } from '../generation-status/statusView.ts'
import type { Handed } from '../lazily/Handed.ts'
import { createNotices, type Notices as Shown } from './createNotices.ts'
import { noWish, notifyWish, onNotifyWish } from './notifyWish.ts'

interface NoticesProps {
  generations: readonly Generation[]
  view: typeof statusView
}

/** Letters of a prompt that a notice is given. */
const MOST = 200

/** Nothing to see: notifications of the system, where the user wishes them. Keeps looking while the tab is hidden. */
export function Notices({ generations, view, messages }: NoticesProps & Handed): null {
  const isWished = useSyncExternalStore(onNotifyWish, notifyWish, noWish) === 'on'
  const notices = useRef<Shown>(undefined)
  useBackground(isWished)
  useEffect(() => {
    const here = createNotices()
    notices.current = here
    return here.leave
  }, [])
  useEffect(() => {
    const say = (generation: Generation) => ({
      title: view(generation, messages).title,
      body: messages.image.alt(generation.request.prompt, 1, 1).slice(0, MOST).toWellFormed(),
      lang: messages.lang,
    })
    notices.current?.follow(generations, isWished ? say : undefined)
  }, [generations, isWished, messages, view])
  return null
}
