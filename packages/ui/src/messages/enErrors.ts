import type { Messages } from './Messages.ts'

const FAULT = 'This is a fault of the app. Reload the page, then try again.'

/** What went wrong and what to do, by code, in English. */
export const enErrors: Messages['errors'] = {
  invalid_request: { title: 'The request was refused', advice: 'A setting is not on offer here. Change it.' },
  invalid_prompt: {
    title: 'This sentence cannot be sent',
    advice: 'It is empty, too long, or holds a broken character.',
  },
  content_policy: { title: 'The service declined this wording', advice: 'Change the sentence and try again.' },
  reference_expired: { title: 'A reference is gone', advice: 'Its link leads to no picture any more. Add it again.' },
  reference_refused: { title: 'A reference was refused', advice: 'Use a public https link to a PNG, JPEG or WebP.' },
  request_too_large: { title: 'Too much at once', advice: 'Shorten the sentence, or take a reference out.' },
  unauthenticated: { title: 'Not signed in', advice: 'Sign in, then try again. Your words are kept.' },
  forbidden: { title: 'Not allowed', advice: 'This account may not generate pictures here.' },
  origin_not_allowed: {
    title: 'Not allowed from this site',
    advice: 'Whoever runs the service has to list this address.',
  },
  budget_exceeded: {
    title: 'Not enough credits left',
    advice: 'Ask for fewer pictures, or wait until the limit is renewed.',
  },
  insufficient_credits: { title: 'The service is out of credits', advice: 'Whoever runs it has to add some.' },
  rate_limited: { title: 'Too many at once', advice: 'Wait a moment, then try again.' },
  task_not_found: { title: 'No trace of it', advice: 'The service does not know this picture any more.' },
  generation_not_found: { title: 'No trace of it', advice: 'The service does not know this request.' },
  generation_abandoned: { title: 'It was called off', advice: 'It was given up before it was sent.' },
  key_expired: { title: 'Too old to follow', advice: 'The record of this request is no longer kept.' },
  idempotency_key_required: { title: 'The request had no key', advice: FAULT },
  idempotency_key_invalid: { title: 'The key of the request was refused', advice: FAULT },
  idempotency_key_reused: { title: 'Another request used this key', advice: FAULT },
  idempotency_in_progress: { title: 'Still being sent', advice: 'The first try has not been answered yet.' },
  outcome_unknown: { title: 'Not sure it went through', advice: 'The answer did not arrive.' },
  generation_failed: { title: 'Could not be generated', advice: 'The service gave up.' },
  no_output: { title: 'No picture came', advice: 'The service said it was done, and sent nothing.' },
  upstream_refused: { title: 'The service refused', advice: 'The details say why. Change the request.' },
  upstream_unavailable: { title: 'The service cannot be reached', advice: 'It was not sent. Try again in a while.' },
  upstream_misconfigured: {
    title: 'The service is not set up',
    advice: 'Its key was not accepted. Whoever runs it has to look.',
  },
  ledger_unavailable: {
    title: 'No record can be kept',
    advice: 'Without one nothing is sent. Try again in a while.',
  },
  proxy_misconfigured: { title: 'The service is not set up', advice: 'Whoever runs it has to look at its settings.' },
  image_unavailable: { title: 'The picture could not be fetched', advice: 'Try again in a moment.' },
  invalid_response: { title: 'The answer made no sense', advice: 'Something stands between here and the service.' },
  network: { title: 'The connection broke', advice: 'Check it, then try again.' },
  timeout: { title: 'No answer in time', advice: 'Try again in a while.' },
  offline: { title: 'You are offline', advice: 'Your words are kept. Press again once you are back.' },
  busy: { title: 'One is still running', advice: 'Wait until it is done.' },
  aborted: { title: 'Stopped', advice: 'It was stopped before an answer came.' },
  journal_unavailable: {
    title: 'This browser keeps no records',
    advice: 'A picture could be lost, so nothing is sent. Allow storage, or leave private mode.',
  },
  method_not_allowed: { title: 'The service did not understand', advice: FAULT },
  unsupported_media_type: { title: 'The service did not understand', advice: FAULT },
  not_found: { title: 'There is no image service here', advice: 'Whoever runs this app has to look at its address.' },
  internal_error: { title: 'The service stumbled', advice: 'Try again in a while.' },
}
