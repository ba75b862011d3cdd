import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { auth } from '../lib/auth.ts'
import { Providers } from './providers.tsx'

export const metadata = { title: 'Pictures', icons: 'data:,' }

export default async function Layout({ children }: { children: ReactNode }) {
  const session = await auth.api.getSession({ headers: await headers() })
  return (
    <html lang="en">
      <body>
        <Providers userId={session?.user.id ?? null}>{children}</Providers>
      </body>
    </html>
  )
}
