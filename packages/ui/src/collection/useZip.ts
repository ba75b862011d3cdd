import type { Generation } from '@limn/core'
import { useEffect, useRef, useState } from 'react'
import { saveFile } from '../download/saveFile.ts'
import type { Announce } from '../lazily/Handed.ts'
import type { CollectionMessages } from '../messages/CollectionMessages.ts'

/** A zip in the making. */
interface Zipping {
  /** Pictures asked for so far; undefined: none is being made. */
  had: number | undefined
  /** What came of the last one. */
  note: string | undefined
  start: (generations: readonly Generation[]) => Promise<void>
  /** Nothing is saved. */
  stop: () => void
}

/** Makes a zip of pictures and saves it; leaving the page part ends it. */
export function useZip(words: CollectionMessages, announce: Announce): Zipping {
  const [had, setHad] = useState<number>()
  const [note, setNote] = useState<string>()
  const work = useRef<AbortController>(undefined)
  useEffect(() => () => work.current?.abort(), [])
  const say = (text: string) => {
    setNote(text)
    announce(text)
  }
  const start = async (generations: readonly Generation[]) => {
    const controller = new AbortController()
    work.current = controller
    setHad(0)
    setNote(undefined)
    try {
      const { zipPictures } = await import('../download/zipPictures.ts')
      const options = { signal: controller.signal, onProgress: setHad, note: words.missingNote }
      const { file, had: inIt, missing } = await zipPictures(generations, options)
      if (file) saveFile(file, `limn-${new Date().toISOString().slice(0, 10)}.zip`)
      say(!file ? words.nothingHad : missing.length > 0 ? words.missing(missing.length) : words.zipped(inIt))
    } catch {
      if (!controller.signal.aborted) say(words.nothingHad)
    } finally {
      setHad(undefined)
    }
  }
  return { had, note, start, stop: () => work.current?.abort() }
}
