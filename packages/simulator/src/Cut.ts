/**
 * A connection that broke before an answer came. In process it is what `fetch` throws in that case; the Node server
 * makes it true by destroying the socket.
 */
export class Cut extends TypeError {
  override readonly name = 'TypeError'

  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
  }
}
