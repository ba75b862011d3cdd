import { configure } from '@testing-library/dom'
import '@testing-library/jest-dom/vitest'

// A proxy looks at one task once a second at most: what waits for a second look takes longer than the default of 1 s.
configure({ asyncUtilTimeout: 5000 })
