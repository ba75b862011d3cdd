import type { GeneratedImage, Generation } from '@limn/core'
import type { Draft } from '@limn/react'
import { useId, useState, type MouseEvent, type ReactNode } from 'react'
import type { copyImage } from '../download/copyImage.ts'
import type { downloadImage } from '../download/downloadImage.ts'
import { COPY, DOWNLOAD, MORE, REFERENCE } from '../icon/drawings.ts'
import type { Drawing } from '../icon/Icon.tsx'
import type { Announce, Handed } from '../lazily/Handed.ts'

/** Props of {@link PlateTools}. */
export interface PlateToolsProps {
  generation: Generation
  image: GeneratedImage
  draft: Pick<Draft, 'addReferences'> | undefined
  onOpen: () => void
  save: typeof downloadImage
  copy: typeof copyImage
  announce: Announce
}

/** The foot of a picture: its number, or what went wrong; a download, and behind a button what else can be done. */
export function PlateTools(props: PlateToolsProps & Handed): ReactNode {
  const { generation, image, draft, onOpen, save, copy, icon: Icon, messages, announce } = props
  const { image: words, collection, errors } = messages
  const menu = useId()
  const [isOpen, setOpen] = useState(false)
  const [fault, setFault] = useState<string>()
  const position = image.index + 1
  /** Says what came of it. Nothing fails in silence. */
  const tell = async (act: Promise<void>, done: string | undefined, refused: string) => {
    setFault(undefined)
    try {
      await act
      if (done) announce(done)
    } catch (error) {
      const text = isUnavailable(error) ? errors.image_unavailable.title : refused
      setFault(text)
      announce(text)
    }
  }
  const download = () => void tell(save(generation, image.index), undefined, errors.image_unavailable.title)
  const items: readonly (readonly [Drawing, string, () => void])[] = [
    ['picture', words.open(position), onOpen],
    ...(draft ? [[REFERENCE, words.asReference(position), () => draft.addReferences([image])] as const] : []),
    [COPY, collection.copyImage, () => void tell(copy(image), collection.imageCopied, collection.copyRefused)],
  ]
  return (
    <>
      <span className="limn-foot-text">{fault ?? position}</span>
      <button className="limn-icon" type="button" aria-label={words.download(position)} onClick={download}>
        <Icon name={DOWNLOAD} />
      </button>
      <button className="limn-icon" type="button" aria-label={collection.moreOf(position)} popoverTarget={menu}>
        <Icon name={MORE} />
      </button>
      <div
        className="limn-popover limn-menu"
        id={menu}
        popover="auto"
        onBeforeToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {isOpen &&
          items.map(([icon, label, act]) => (
            <button
              className="limn-button"
              data-kind="quiet"
              type="button"
              key={icon}
              onClick={(event) => {
                act()
                close(event)
              }}
            >
              <Icon name={icon} />
              {label}
            </button>
          ))}
      </div>
    </>
  )
}

const close = ({ currentTarget }: MouseEvent<HTMLElement>) =>
  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover?.()

const isUnavailable = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'image_unavailable'
