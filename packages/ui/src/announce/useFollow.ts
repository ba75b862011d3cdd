import type { Generation } from '@limn/core'
import { useOnline } from '@limn/react'
import { useEffect, useRef } from 'react'
import { sentence } from '../generation-status/sentence.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'
import { withVoice } from './announce.ts'
import type { Followed } from './speak.ts'

/** Says every transition of these generations, those that no part shows just now too. */
export function useFollow(generations: readonly Generation[]): void {
  const messages = useMessages()
  const online = useOnline()
  const followed = useRef<Followed>({})
  useEffect(
    () =>
      withVoice(({ follow }) =>
        follow(followed.current, generations, messages, (generation) => sentence(generation, messages, online)),
      ),
    [generations, messages, online],
  )
}
