'use client'
import { LimnProvider } from '@limn/react'
import type { ReactNode } from 'react'
import '@limn/ui/styles.css'

export const Providers = ({ userId, children }: { userId: string | null; children: ReactNode }) => (
  <LimnProvider principal={userId}>{children}</LimnProvider>
)
