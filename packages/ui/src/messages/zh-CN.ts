import { zhCNCollection } from './zhCNCollection.ts'
import { zhCNFacts } from './zhCNFacts.ts'
import { zhCNWriting } from './zhCNWriting.ts'
import { zhCNErrors } from './zhCNErrors.ts'
import type { Messages } from './Messages.ts'

const number = new Intl.NumberFormat('zh-CN')
const relative = new Intl.RelativeTimeFormat('zh-CN', { style: 'short', numeric: 'auto' })
const percent = (fraction: number) => `${Math.floor(fraction * 100)} %`
const megabytes = (bytes: number) => `${number.format(Math.floor(bytes / 100_000) / 10)} MB`
const credits = (amount: number) => `${number.format(amount)} 积分`
const duration = (ms: number) =>
  ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} 秒` : `${Math.round(ms / 60_000)} 分钟`
// Intl sets no space between a digit and a Han character; Chinese typography wants one.
const ago = (amount: number, unit: 'minute' | 'hour' | 'day') =>
  relative.format(-amount, unit).replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')
const CHARGED = { no: '没有扣积分。', yes: '已扣积分。', unknown: '是否扣费尚不清楚。' }

/** Simplified Chinese. */
export const zhCN: Messages = {
  lang: 'zh-CN',
  status: {
    queued: '正在排队',
    submitting: '正在提交',
    uncertain: '不确定是否已提交',
    pending: '服务排队中',
    processing: '正在生成',
    succeeded: '已完成',
    failed: '未能生成',
    canceled: '已取消',
  },
  flags: {
    needsAuth: { title: '登录后继续', advice: '记录还在，登录后会接着查看进展。' },
    offline: { title: '你已离线', advice: '图片仍在继续生成，恢复联网后会查看进展。' },
    confirming: { title: '正在核实', advice: '正在查询是否已提交，不会重复提交。' },
    stale: { title: '暂时没有回应', advice: '刚才没有查到进展，图片仍在继续生成。' },
    detached: { title: '仍在生成', advice: '你已不再等待。它会画完，也会扣积分。' },
  },
  advice: {
    queued: '前一个完成后开始，现在还没有提交。',
    submitting: '在服务收到之前，你写的内容会一直保留。',
    uncertain: '没有收到回应。图片可能正在生成，也可能已扣积分。',
    canceled: '提交前已停止，没有扣积分。',
    usual: (ms) => `通常约 ${duration(ms)}`,
    overrun: '比平时慢，仍在生成。',
    pause: (why, ms) => `${why}，没有扣积分。${Math.ceil(ms / 1000)} 秒后自动重新提交。`,
    took: (ms) => `用时 ${duration(ms)}`,
  },
  errors: zhCNErrors,
  stop: '。',
  failure: (advice, charged) => `${advice}${CHARGED[charged]}`,
  details: '详情',
  prompt: {
    label: '描述一幅画',
    editLabel: '描述要改动的地方',
    placeholder: '一个地方，一种光，一种画法……',
    editPlaceholder: '哪里要改，哪里要保留……',
    keys: 'Enter 生成 · Shift Enter 换行',
    verb: '生成',
    sending: '提交中',
    credits,
    submit: (amount) => `生成，${credits(amount)}`,
    blank: '请先写一句描述',
    blocked: '请看上面的说明',
  },
  references: {
    label: '参考图',
    optional: '可选',
    pick: '拖入、粘贴或选择图片',
    add: '添加链接',
    link: '图片链接',
    confirm: '添加',
    close: '关闭',
    alt: (position) => `参考图 ${position}`,
    remove: (position) => `移除参考图 ${position}`,
    uploading: (name) => `正在上传 ${name}`,
    percent,
    retry: '重新上传',
    retryName: (name) => `重新上传 ${name}`,
    waiting: '上传完成后提交',
    noPicture: '不是图片。支持 PNG、JPEG 或 WebP。',
    tooLarge: (maxBytes) => `太大，最多 ${megabytes(maxBytes)}。`,
    tooMany: (max) => `超出数量，最多 ${number.format(max)} 张。`,
    renewed: '有一张图片的链接已过期，正在重新上传，什么都没有提交。请再按一次“生成”。',
  },
  options: {
    label: '设置',
    size: '比例',
    auto: '自动',
    resolution: '分辨率',
    count: '张数',
    fewer: '少一张',
    more: '多一张',
    quality: '质量',
    qualities: { auto: '自动', low: '低', medium: '中', high: '高' },
    format: '格式',
    open: '更多',
  },
  actions: {
    retry: (amount) => `再试一次，${credits(amount)}`,
    retryMayChargeAgain: '重新提交（可能再次扣费）',
    again: (amount) => `再画，${credits(amount)}`,
    checkAgain: '再查一次',
    cancel: '取消',
    detach: '不再等待',
    attach: '继续等待',
    dismiss: '移除',
    download: '下载',
    copyPrompt: '复制描述',
    remix: '改写再画',
  },
  credits: { left: (remaining, cap) => `剩余 ${number.format(remaining)} / ${credits(cap)}` },
  gallery: {
    title: '画廊',
    count: (generations, pictures) =>
      `${number.format(generations)} 次生成${pictures ? `，${number.format(pictures)} 张图片` : ''}`,
    loading: '正在查找你的图片',
    older: '更早的',
    empty: '还没有画',
    emptyAdvice: '从一句话开始。选一句会填入上面的框里，按下“生成”之前不会扣积分。',
    examples: [
      { prompt: '黄昏的温室，每块玻璃里是不同的季节', size: '1536x1024' },
      { prompt: '一张蓝纸剪出的白鹭', size: '1024x1024' },
      { prompt: '高高的架子上，一颗柿子', size: '1024x1536' },
      { prompt: '渡船离岸，倒影没有跟来', size: '1536x1024' },
      { prompt: '记得大海的楼梯间', size: '1024x1536' },
      { prompt: '霜落在铁路货场上，第一缕晨光，长焦', size: '1920x1088' },
      { prompt: '不存在的飞蛾图鉴', size: '1024x1024' },
      { prompt: '两辆自行车在聊天，水粉', size: '1536x1024' },
    ],
    partial: (delivered, asked) => `送达 ${number.format(delivered)} 张，共 ${number.format(asked)} 张`,
    partialAdvice: (delivered, amount) =>
      `服务只画出 ${number.format(delivered)} 张${amount === undefined ? '' : `，返回的费用是 ${credits(amount)}`}。`,
    notDelivered: '未送达',
    expired: '图片已失效',
    expiredAdvice: '链接已过期。描述和设置都还在。',
    references: (amount) => `${number.format(amount)} 张参考图`,
    quality: (name) => `${name}质量`,
    ago: (ms) => {
      const minutes = Math.round(ms / 60_000)
      if (minutes < 1) return '刚刚'
      if (minutes < 60) return ago(minutes, 'minute')
      if (minutes < 1440) return ago(Math.round(minutes / 60), 'hour')
      return ago(Math.round(minutes / 1440), 'day')
    },
    copied: '描述已复制',
  },
  image: {
    alt: (prompt, position, total) => {
      const words = prompt || '根据参考图生成的图片'
      return total > 1 ? `${words}（第 ${position} 张，共 ${total} 张）` : words
    },
    open: (position) => `打开第 ${position} 张`,
    download: (position) => `下载第 ${position} 张`,
    asReference: (position) => `把第 ${position} 张用作参考图`,
    position: (position, total) => `第 ${position} 张，共 ${total} 张`,
    previous: '上一张',
    next: '下一张',
    close: '关闭',
    zoomIn: '放大',
    zoomOut: '缩小',
    fit: '适应',
  },
  field: {
    empty: '还没有图片',
    alt: '已选用的图片',
    choose: '选一张来用',
    use: (position) => `选用第 ${position} 张`,
    chosen: '已选用',
    remove: '移除图片',
  },
  tray: {
    title: '进行中',
    empty: '现在没有正在生成的图片。',
    cancelQueued: (amount) => `取消排队的 ${number.format(amount)} 个，不扣积分`,
    detaching: '即使不再等待，图片也会画完并扣积分。',
    notify: '图片完成后通知我',
    notifyBlocked: '浏览器不显示本页的通知，可在浏览器的网站设置中允许。',
  },
  compare: {
    label: '对比修改前后',
    before: '修改前',
    after: '修改后',
    value: (seen) => `修改前 ${seen} %，修改后 ${100 - seen} %`,
  },
  collection: zhCNCollection,
  facts: zhCNFacts,
  writing: zhCNWriting,
  announce: (title, prompt) => (prompt ? `${title}：${prompt}` : title),
}
