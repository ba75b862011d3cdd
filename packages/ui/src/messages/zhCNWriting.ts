import type { WritingMessages } from './WritingMessages.ts'

const number = new Intl.NumberFormat('zh-CN')

/** What helps while a sentence is written, in Chinese. */
export const zhCNWriting: WritingMessages = {
  enhance: '润色描述',
  enhancing: '正在润色',
  stop: '停止',
  undo: '撤销',
  enhanceFailed: '没能润色，描述保持原样。',
  left: (amount) => `还可输入 ${number.format(amount)} 字`,
  over: (amount) => `超出 ${number.format(amount)} 字`,
  move: (position) => `前移参考图 ${position}`,
  moved: (position, count) => `现在是第 ${position} 张参考图，共 ${count} 张`,
}
