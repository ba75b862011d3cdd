import { configure } from '@testing-library/dom'
import '@testing-library/jest-dom/vitest'

// A proxy looks at one task once a second at most: what waits for a second look takes longer than the default of 1 s.
configure({ asyncUtilTimeout: 5000 })

// jsdom knows no layout: what is in the document is seen.
if (typeof Element !== 'undefined')
  Element.prototype.checkVisibility ??= function () {
    return this.isConnected
  }
