import { en, type Messages } from '@limn/ui'
import { zhCN } from '@limn/ui/messages/zh-CN'

/** What the playground says beside the kit. */
interface Words {
  readonly messages: Messages
  readonly simulated: string
  /** `credits`: left today; null where there is no cap. */
  readonly real: (credits: number | null) => string
  readonly unreachable: string
  readonly light: string
  readonly dark: string
  /** The other language, by its own name. */
  readonly other: string
}

export const WORDS = {
  en: {
    messages: en,
    simulated: 'Simulated. Nothing is charged.',
    real: (credits) =>
      credits === null ? 'Real' : `Real, ${credits} ${credits === 1 ? 'credit' : 'credits'} left today`,
    unreachable: 'The server does not answer.',
    light: 'Light',
    dark: 'Dark',
    other: '中文',
  },
  'zh-CN': {
    messages: zhCN,
    simulated: '模拟运行，不扣积分。',
    real: (credits) => (credits === null ? '真实服务' : `真实服务，今天还剩 ${credits} 积分`),
    unreachable: '服务器没有回应。',
    light: '浅色',
    dark: '深色',
    other: 'English',
  },
} as const satisfies Record<string, Words>

export type Language = keyof typeof WORDS
