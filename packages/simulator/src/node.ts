export { serveSimulator } from './serveSimulator.ts'
