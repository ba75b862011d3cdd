import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { inTurn } from './inTurn.ts'

const say = vi.fn<() => void>()
const hasFocus = vi.spyOn(document, 'hasFocus')
const hidden = vi.spyOn(document, 'hidden', 'get')
let count = 0
let line = { subject: '', text: '' }

beforeEach(() => {
  say.mockReset()
  hidden.mockReturnValue(false)
  hasFocus.mockReturnValue(true)
  line = { subject: `task-${(count += 1)}`, text: 'Done' }
})

/** What another window of this browser is told, and what it tells. */
function besides() {
  const channel = new BroadcastChannel('limn:told')
  const heard: unknown[] = []
  channel.addEventListener('message', ({ data }) => heard.push(data))
  onTestFinished(() => channel.close())
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel takes none
  return { heard, tell: () => channel.postMessage(line) }
}
const passed = () => new Promise((resolve) => setTimeout(resolve, 450))

describe('of two windows that are seen', () => {
  it('the one with the focus says it at once, and the others hear of that', async () => {
    const { heard } = besides()
    inTurn(line, true, say)
    inTurn(line, true, say)
    expect(say).toHaveBeenCalledTimes(1)
    await expect.poll(() => heard).toEqual([line])
  })

  it('the other waits, and is silent when it was said', async () => {
    const { tell } = besides()
    hasFocus.mockReturnValue(false)
    inTurn(line, true, say)
    tell()
    await passed()
    expect(say).not.toHaveBeenCalled()
  })

  it('the other says it when nobody did, once', async () => {
    const { heard } = besides()
    hasFocus.mockReturnValue(false)
    inTurn(line, true, say)
    inTurn(line, true, say)
    expect(say).not.toHaveBeenCalled()
    await expect.poll(() => say.mock.calls).toHaveLength(1)
    await expect.poll(() => heard).toEqual([line])
  })

  it('what was said elsewhere is not said here after it', async () => {
    const { tell } = besides()
    tell()
    await passed()
    inTurn(line, true, say)
    expect(say).not.toHaveBeenCalled()
  })
})

describe('whatever the others do', () => {
  it('one that is hidden speaks for nobody', async () => {
    const { heard } = besides()
    hidden.mockReturnValue(true)
    inTurn(line, true, say)
    await passed()
    expect(heard).toEqual([])
  })

  it('what is of this window alone is said at once, and to it alone', async () => {
    const { heard } = besides()
    hasFocus.mockReturnValue(false)
    inTurn(line, false, say)
    expect(say).toHaveBeenCalledTimes(1)
    await passed()
    expect(heard).toEqual([])
  })
})
