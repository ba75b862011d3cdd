import { en, type Messages } from '@limn/ui'
import { zhCN } from '@limn/ui/messages/zh-CN'
import type { SCENARIOS } from '@limn/simulator'
import type { Snippet } from './code/codeOf.ts'
import type { SwitchName } from './look/Switches.tsx'
import type { TokenName } from './look/tokens.ts'

/** What the playground says beside the kit. */
export interface Words {
  readonly messages: Messages
  readonly simulated: string
  /** `credits`: left today; null where there is no cap. */
  readonly real: (credits: number | null) => string
  readonly unreachable: string
  readonly light: string
  readonly dark: string
  /** The other language, by its own name. */
  readonly other: string
  readonly close: string
  readonly scenes: {
    readonly label: string
    readonly none: string
    readonly names: { readonly [S in keyof typeof SCENARIOS]: string }
  }
  readonly code: {
    readonly title: string
    readonly which: string
    readonly names: { readonly [S in Snippet]: string }
    readonly copy: string
    readonly copied: string
  }
  readonly tokens: {
    readonly title: string
    readonly names: { readonly [T in TokenName]: string }
    readonly switches: { readonly [S in SwitchName]: string }
    readonly reset: string
  }
  readonly requests: {
    readonly title: string
    readonly none: string
    readonly running: string
    readonly noAnswer: string
    readonly sent: string
    readonly answer: string
    readonly clear: string
  }
  readonly help: {
    readonly title: string
    readonly keys: readonly (readonly [keys: readonly string[], what: string])[]
    readonly close: string
  }
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
    close: 'Close',
    scenes: {
      label: 'What goes wrong',
      none: 'All goes well',
      names: {
        slow: 'Slow service',
        queue: 'Long queue',
        fails: 'Fails on the way',
        moderated: 'Refused for its content',
        outOfCredits: 'Out of credits',
        rateLimited: 'Too many requests',
        partial: 'Fewer pictures',
        expired: 'Pictures gone',
        flaky: 'Unsteady network',
        uncertain: 'Answer lost after the charge',
        down: 'Service down',
      },
    },
    code: {
      title: 'Code',
      which: 'Show',
      names: { component: 'Component', hook: 'Hook', curl: 'curl', server: 'Server' },
      copy: 'Copy',
      copied: 'Copied',
    },
    tokens: {
      title: 'Look',
      names: {
        '--limn-accent': 'Accent',
        '--limn-radius': 'Corners of controls',
        '--limn-radius-sheet': 'Corners of the sheet',
        '--limn-radius-plate': 'Corners of pictures',
        '--limn-gutter': 'Space between',
        '--limn-plate-max': 'Largest picture',
      },
      switches: { direction: 'Right to left', still: 'Less motion', forced: 'Forced colours' },
      reset: 'Start over',
    },
    requests: {
      title: 'Requests',
      none: 'Nothing was asked of the server yet.',
      running: 'under way',
      noAnswer: 'no answer',
      sent: 'Sent',
      answer: 'Answer',
      clear: 'Clear',
    },
    help: {
      title: 'Keys',
      keys: [
        [['Enter'], 'Generate'],
        [['Shift', 'Enter'], 'New line'],
        [['←', '→'], 'Previous and next picture'],
        [['+', '−', '0'], 'Zoom in, zoom out, fit'],
        [['Esc'], 'Close'],
        [['?'], 'This list'],
      ],
      close: 'Close',
    },
  },
  'zh-CN': {
    messages: zhCN,
    simulated: '模拟运行，不扣积分。',
    real: (credits) => (credits === null ? '真实服务' : `真实服务，今天还剩 ${credits} 积分`),
    unreachable: '服务器没有回应。',
    light: '浅色',
    dark: '深色',
    other: 'English',
    close: '关闭',
    scenes: {
      label: '模拟故障',
      none: '一切正常',
      names: {
        slow: '服务缓慢',
        queue: '排队很久',
        fails: '中途失败',
        moderated: '内容被拒',
        outOfCredits: '积分不足',
        rateLimited: '请求过多',
        partial: '图片变少',
        expired: '图片失效',
        flaky: '网络不稳',
        uncertain: '扣费后丢失回应',
        down: '服务中断',
      },
    },
    code: {
      title: '代码',
      which: '显示',
      names: { component: '组件', hook: 'Hook', curl: 'curl', server: '服务器' },
      copy: '复制',
      copied: '已复制',
    },
    tokens: {
      title: '外观',
      names: {
        '--limn-accent': '强调色',
        '--limn-radius': '控件圆角',
        '--limn-radius-sheet': '面板圆角',
        '--limn-radius-plate': '图片圆角',
        '--limn-gutter': '间距',
        '--limn-plate-max': '图片最大尺寸',
      },
      switches: { direction: '从右到左', still: '减少动效', forced: '强制配色' },
      reset: '恢复默认',
    },
    requests: {
      title: '请求',
      none: '还没有发出请求。',
      running: '进行中',
      noAnswer: '没有回应',
      sent: '请求',
      answer: '回应',
      clear: '清空',
    },
    help: {
      title: '快捷键',
      keys: [
        [['Enter'], '生成'],
        [['Shift', 'Enter'], '换行'],
        [['←', '→'], '上一张、下一张'],
        [['+', '−', '0'], '放大、缩小、适合窗口'],
        [['Esc'], '关闭'],
        [['?'], '显示本列表'],
      ],
      close: '关闭',
    },
  },
} as const satisfies Record<string, Words>

export type Language = keyof typeof WORDS
