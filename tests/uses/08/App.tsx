import { LimnProvider } from '@limn/react'
import { ImageStudio } from '@limn/ui'

const cookie = (name: string) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? ''

export const App = ({ userId, endpoint = '/api/images' }: { userId: string; endpoint?: string }) => (
  <LimnProvider endpoint={endpoint} principal={userId} headers={() => ({ 'X-CSRFToken': cookie('csrftoken') })}>
    <ImageStudio />
  </LimnProvider>
)
