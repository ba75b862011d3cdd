import type { FactsMessages } from './FactsMessages.ts'

const number = new Intl.NumberFormat('zh-CN')
const megabytes = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 })
const date = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeStyle: 'short' })

/** What is said about a picture, in Chinese. */
export const zhCNFacts: FactsMessages = {
  size: '尺寸',
  format: '格式',
  quality: '质量',
  cost: '费用',
  references: '参考图',
  took: '用时',
  when: '时间',
  asAsked: (value) => `${value}，与要求一致`,
  instead: (value, asked) => `${value}，要求的是 ${asked}`,
  bytes: (bytes) => (bytes < 1e5 ? `${Math.ceil(bytes / 1000)} kB` : `${megabytes.format(bytes / 1e6)} MB`),
  paid: (credits, pictures) =>
    `${number.format(credits)} 积分${pictures > 1 ? `，共 ${number.format(pictures)} 张` : ''}`,
  count: (amount) => `${number.format(amount)} 张`,
  duration: (ms) => (ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} 秒` : `${Math.round(ms / 60_000)} 分钟`),
  // Intl sets no space between a digit and a Han character; Chinese typography wants one.
  date: (at) => date.format(at).replace(/(\d)(?=\p{Script=Han})|(\p{Script=Han})(?=\d)/gu, '$1$2 '),
  asReference: '用作参考图',
  copyRefused: '浏览器不允许复制，请选中文字后复制。',
}
