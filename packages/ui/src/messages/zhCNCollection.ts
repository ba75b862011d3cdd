import type { CollectionMessages } from './CollectionMessages.ts'

const number = new Intl.NumberFormat('zh-CN')
const pictures = (amount: number) => `${number.format(amount)} 张图片`

/** The words of a gallery's tools, in Simplified Chinese. */
export const zhCNCollection: CollectionMessages = {
  tools: '画廊工具',
  search: '搜索',
  searchHint: '描述中的文字',
  close: '收起搜索',
  show: '显示',
  all: '全部',
  live: '进行中',
  done: '已完成',
  trouble: '未完成',
  favourites: '收藏',
  favourite: '收藏',
  found: (amount) => `找到 ${number.format(amount)} 个`,
  nothing: '没有找到',
  nothingAdvice: '没有同时包含这些文字的记录。',
  showAll: '显示全部',
  select: '选择',
  pick: (prompt) => `选择：${prompt}`,
  selected: (amount) => `已选 ${number.format(amount)} 个`,
  selectAll: '全选',
  finish: '完成',
  zip: (amount) => `下载 ${pictures(amount)}`,
  zipping: (had, of) => `${number.format(had)} / ${pictures(of)}`,
  stop: '停止',
  zipped: (amount) => `${pictures(amount)}已存入一个文件`,
  missing: (amount) => `有 ${pictures(amount)}未能取得，文件中有说明。`,
  missingNote: '以下图片未能取得：',
  nothingHad: '这些图片都未能取得，没有保存文件。',
  more: '更多',
  exportHistory: '导出记录',
  importHistory: '导入记录',
  imported: (added, known, setAside) =>
    [
      `新增 ${number.format(added)} 条`,
      known > 0 && `已有 ${number.format(known)} 条`,
      setAside > 0 && `无法读取 ${number.format(setAside)} 条`,
    ]
      .filter(Boolean)
      .join('，'),
  notHistory: '这个文件不是可以读取的记录，什么都没有改动。',
  otherHistory: '这份记录属于其他人，什么都没有改动。',
  removed: (amount) => (amount === 1 ? '已移除' : `已移除 ${number.format(amount)} 个`),
  undo: '撤销',
  moreOf: (position) => `第 ${position} 张的更多操作`,
  copyImage: '复制图片',
  imageCopied: '图片已复制',
  copyRefused: '浏览器不允许复制，请改为下载。',
}
