import { ImageStudio } from '@limn/ui'
import '@limn/ui/styles.css'

export const Studio = () => <ImageStudio />
