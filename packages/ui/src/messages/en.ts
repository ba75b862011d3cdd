import { enCollection } from './enCollection.ts'
import { enFacts } from './enFacts.ts'
import { enWriting } from './enWriting.ts'
import { enErrors } from './enErrors.ts'
import type { Messages } from './Messages.ts'

const number = new Intl.NumberFormat('en')
const plural = new Intl.PluralRules('en')
const relative = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'auto' })
const count = (amount: number, one: string, other: string) =>
  `${number.format(amount)} ${plural.select(amount) === 'one' ? one : other}`
const ago = (amount: number, unit: 'minute' | 'hour' | 'day') => relative.format(-amount, unit).replace('.', '')
const percent = (fraction: number) => `${Math.floor(fraction * 100)} %`
const megabytes = (bytes: number) => `${number.format(Math.floor(bytes / 100_000) / 10)} MB`
const credits = (amount: number) => count(amount, 'credit', 'credits')
const duration = (ms: number) =>
  ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`
const CHARGED = {
  no: 'Nothing was charged.',
  yes: 'It was charged.',
  unknown: 'Whether it was charged is not known.',
}

/** English, built in. */
export const en: Messages = {
  lang: 'en',
  status: {
    queued: 'Waiting its turn',
    submitting: 'Sending',
    uncertain: 'Not sure it went through',
    pending: 'Queued at the service',
    processing: 'Generating',
    succeeded: 'Done',
    failed: 'Could not be generated',
    canceled: 'Canceled',
  },
  flags: {
    needsAuth: { title: 'Sign in to go on', advice: 'It is kept, and followed again once you are signed in.' },
    offline: { title: 'You are offline', advice: 'It goes on without you, and is looked at when you are back.' },
    confirming: { title: 'Finding out', advice: 'Asking whether it was sent. Nothing is sent again.' },
    stale: { title: 'No answer just now', advice: 'The last look failed. The picture goes on without you.' },
    detached: { title: 'Still being made', advice: 'You stopped waiting. It will be finished, and charged.' },
  },
  advice: {
    queued: 'Starts when the one before it is done. Nothing was sent yet.',
    submitting: 'Your words are kept until the service has them.',
    uncertain: 'The answer did not arrive. It may be in the making, and charged.',
    canceled: 'Stopped before it was sent. Nothing was charged.',
    usual: (ms) => `Usually about ${duration(ms)}`,
    overrun: 'Taking longer than usual. It is still running.',
    pause: (why, ms) => `${why}. Nothing was charged. Sent again in ${Math.ceil(ms / 1000)} s.`,
    took: (ms) => `in ${duration(ms)}`,
  },
  errors: enErrors,
  stop: '. ',
  failure: (advice, charged) => `${advice} ${CHARGED[charged]}`,
  details: 'Details',
  prompt: {
    label: 'Describe a picture',
    editLabel: 'Describe the edit',
    placeholder: 'A place, a light, a way of painting it…',
    editPlaceholder: 'What should change, and what must stay…',
    keys: 'Enter to generate · Shift Enter for a new line',
    verb: 'Generate',
    sending: 'Sending',
    credits,
    submit: (amount) => `Generate, ${credits(amount)}`,
    blank: 'Write a sentence first',
    blocked: 'See the note above',
  },
  references: {
    label: 'References',
    optional: 'optional',
    pick: 'Drop, paste or pick pictures',
    add: 'Add a link',
    link: 'Link of a picture',
    confirm: 'Add',
    close: 'Close',
    alt: (position) => `Reference ${position}`,
    remove: (position) => `Remove reference ${position}`,
    uploading: (name) => `Uploading ${name}`,
    percent,
    retry: 'Upload again',
    retryName: (name) => `Upload ${name} again`,
    waiting: 'Goes off once the upload is done',
    noPicture: 'is not a picture. PNG, JPEG or WebP.',
    tooLarge: (maxBytes) => `is too large. Up to ${megabytes(maxBytes)}.`,
    tooMany: (max) => `is one too many. Up to ${count(max, 'picture', 'pictures')}.`,
    renewed: 'The link of a picture had run out. It is uploaded again; nothing was sent. Press Generate once more.',
  },
  options: {
    label: 'Settings',
    size: 'Shape',
    auto: 'auto',
    resolution: 'Resolution',
    count: 'How many',
    fewer: 'One fewer',
    more: 'One more',
    quality: 'Quality',
    qualities: { auto: 'auto', low: 'low', medium: 'medium', high: 'high' },
    format: 'Format',
    open: 'More',
  },
  actions: {
    retry: (amount) => `Try again, ${credits(amount)}`,
    retryMayChargeAgain: 'Try again (may charge again)',
    again: (amount) => `Again, ${credits(amount)}`,
    checkAgain: 'Check again',
    cancel: 'Cancel',
    detach: 'Stop waiting',
    attach: 'Watch again',
    dismiss: 'Remove',
    download: 'Download',
    copyPrompt: 'Copy prompt',
    remix: 'Remix',
  },
  credits: { left: (remaining, cap) => `${number.format(remaining)} of ${credits(cap)} left` },
  gallery: {
    title: 'Gallery',
    count: (generations, pictures) =>
      count(generations, 'generation', 'generations') + (pictures ? `, ${count(pictures, 'picture', 'pictures')}` : ''),
    loading: 'Looking for your pictures',
    older: 'Older ones',
    empty: 'Nothing drawn yet',
    emptyAdvice: 'Start from a sentence. Choosing one fills the form; nothing is spent until you press Generate.',
    examples: [
      { prompt: 'A greenhouse at dusk, every pane a different season', size: '1536x1024' },
      { prompt: 'A heron, cut from one sheet of blue paper', size: '1024x1024' },
      { prompt: 'One quince on a high shelf', size: '1024x1536' },
      { prompt: 'The ferry leaving without its reflection', size: '1536x1024' },
      { prompt: 'A stairwell that remembers the sea', size: '1024x1536' },
      { prompt: 'Frost on a railway yard, first light, long lens', size: '1920x1088' },
      { prompt: 'Field guide to imaginary moths', size: '1024x1024' },
      { prompt: 'Two bicycles in conversation, gouache', size: '1536x1024' },
    ],
    partial: (delivered, asked) => `${number.format(delivered)} of ${number.format(asked)} delivered`,
    partialAdvice: (delivered, amount) =>
      `The service made ${number.format(delivered)}.${amount === undefined ? '' : ` Its answer says ${credits(amount)}.`}`,
    notDelivered: 'Not delivered',
    expired: 'No longer available',
    expiredAdvice: 'The link ran out. The words and settings are kept.',
    references: (amount) => count(amount, 'reference', 'references'),
    quality: (name) => `${name} quality`,
    ago: (ms) => {
      const minutes = Math.round(ms / 60_000)
      if (minutes < 1) return 'just now'
      if (minutes < 60) return ago(minutes, 'minute')
      if (minutes < 1440) return ago(Math.round(minutes / 60), 'hour')
      return ago(Math.round(minutes / 1440), 'day')
    },
    copied: 'Prompt copied',
  },
  image: {
    alt: (prompt, position, total) => {
      const words = prompt || 'Picture made from references'
      return total > 1 ? `${words} (${position} of ${total})` : words
    },
    open: (position) => `Open picture ${position}`,
    download: (position) => `Download picture ${position}`,
    asReference: (position) => `Use picture ${position} as a reference`,
    position: (position, total) => `${position} of ${total}`,
    previous: 'Previous picture',
    next: 'Next picture',
    close: 'Close',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Fit',
  },
  field: {
    empty: 'No picture yet',
    alt: 'The chosen picture',
    choose: 'Pick the one to use',
    use: (position) => `Use picture ${position}`,
    chosen: 'Chosen',
    remove: 'Remove picture',
  },
  tray: {
    title: 'In progress',
    empty: 'Nothing is being made.',
    cancelQueued: (amount) => `Cancel the ${number.format(amount)} waiting, nothing is charged`,
    detaching: 'If you stop waiting, the picture is still made, and charged.',
    notify: 'Notify me when a picture is done',
    notifyBlocked: 'Your browser shows no notifications of this page. Its settings for this site may allow them.',
  },
  compare: {
    label: 'Compare before and after',
    before: 'Before',
    after: 'After',
    value: (seen) => `${seen} % before, ${100 - seen} % after`,
  },
  collection: enCollection,
  facts: enFacts,
  writing: enWriting,
  announce: (title, prompt) => (prompt ? `${title}: ${prompt}` : title),
}
