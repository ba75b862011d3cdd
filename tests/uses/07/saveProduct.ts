import type { LimnProxy, Principal } from '@limn/server'

/** What the app has anyway. */
interface App {
  readonly proxy: LimnProxy
  readonly cdn: { put(name: string, body: ReadableStream<Uint8Array>, type: string): Promise<string> }
}

/** The body of a server action: what the form hands in is a picture of this user's, or `task_not_found` is thrown. It is copied, not trusted. */
export async function saveProduct(form: FormData, user: Principal | null, { proxy, cdn }: App): Promise<string> {
  if (!user) throw new Error('Sign in first.')
  const hero = form.get('hero')
  if (typeof hero !== 'string') throw new Error('Choose a picture first.')
  const picture = await proxy.as(user).readImage(hero)
  return cdn.put('hero', picture.body!, picture.headers.get('content-type')!)
}
