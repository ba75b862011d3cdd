import { useState } from 'react'
import { announce } from '../announce/announce.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'

/** Runs a download; `failed` is what to show beside the button when it could not be had. */
export function useDownload(save: () => Promise<void>): { download: () => void; failed: string | undefined } {
  const { errors } = useMessages()
  const [broken, setBroken] = useState(false)
  const failed = broken ? errors.image_unavailable.title : undefined
  const download = () => {
    setBroken(false)
    save().catch(() => {
      setBroken(true)
      announce(errors.image_unavailable.title)
    })
  }
  return { download, failed }
}
