import type { GeneratedImage, Generation } from '@limn/core'
import type { ReactNode } from 'react'
import { Picture } from '../generation-images/Picture.tsx'
import { usePicture } from '../generation-images/usePicture.ts'
import { useMessages } from '../messages/MessagesProvider.tsx'

interface CandidateProps {
  generation: Generation
  image: GeneratedImage
  chosen: boolean
  onChoose: () => void
}

/** A picture that could be the value: the whole of it is the button. */
export function Candidate({ generation, image, chosen, onChoose }: CandidateProps): ReactNode {
  const { field: words } = useMessages()
  const { onError } = usePicture(generation, image)
  const position = image.index + 1
  return (
    <>
      <button
        className="limn-frame limn-candidate"
        type="button"
        aria-label={words.use(position)}
        aria-pressed={chosen}
        onClick={onChoose}
      >
        <Picture image={image} alt="" loading="eager" onError={onError} />
      </button>
      <p className="limn-foot">{chosen ? words.chosen : position}</p>
    </>
  )
}
