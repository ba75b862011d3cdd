import { redirect } from 'next/navigation'
import { auth } from '../../lib/auth.ts'

async function signIn(form: FormData) {
  'use server'
  const name = form.get('name')
  if (typeof name === 'string') await auth.api.signIn(name)
  redirect('/studio')
}

export default function Page() {
  return (
    <form action={signIn}>
      <label>
        Name <input name="name" />
      </label>
      <button>Sign in</button>
    </form>
  )
}
