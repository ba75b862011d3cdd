'use client'
import { ImageStudio } from '@limn/ui'

export const Studio = () => <ImageStudio />
