export { exportHistory } from './history/exportHistory.ts'
export { importHistory, type ImportedHistory } from './history/importHistory.ts'
