import { ImageField } from '@limn/ui'

/** No library at all: with a name, the field is in the form's data. */
export const UploadForm = ({ id, save }: { id: string; save: (form: FormData) => Promise<void> }) => (
  <form aria-label="Upload" action={save}>
    <ImageField slot={`upload:${id}`} name="hero" label="Hero" request={{ prompt: 'a lamp, studio photo' }} />
    <button>Save</button>
  </form>
)
