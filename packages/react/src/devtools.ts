export { LimnDevtools } from './devtools/LimnDevtools.tsx'
export { limnDevtoolsPlugin } from './devtools/limnDevtoolsPlugin.tsx'
