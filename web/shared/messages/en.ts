// What player and studio both say, in English.
import type { ja } from './ja.ts'

export const en: typeof ja = {
  close: 'Close',
  language: 'English',
  otherLanguage: '日本語',
  switchLanguage: '日本語にする',
  retry: 'Try again',
  problems: {
    offline: 'The server cannot be reached. Check your connection and try again.',
    unknown: 'That did not work. Wait a moment and try again.',
    invalid: 'Please check what you entered.',
    unauthorized: 'Please sign in again.',
    forbidden: 'Your role does not allow this.',
    origin: 'This page may not send that. Please reload it.',
    'not-found': 'Nothing was found here.',
    conflict: 'This clashed with another change. Please reload.',
    state: 'This cannot be done in the current state.',
    'sold-out': 'Sold out.',
    'price-changed': 'A price has changed. Please check the new amount. Nothing was ordered.',
    gone: 'A product in it is no longer sold. Nothing was ordered.',
    'wrong-state': 'This cannot be done in the order’s current state.',
    'too-large': 'This is too large to send.',
    unsupported: 'This format cannot be used.',
    'idempotency-key-reused': 'The same action was sent with different content. Please reload.',
    'changed-meanwhile': 'Somebody else saved first. Please reload.',
    'import-running': 'Another import is running. Try again when it is done.',
    'too-many': 'Too many at once. Please wait a moment.',
    unavailable: 'We are very busy just now. Wait a moment and try again.',
    'storage-full': 'The server has no room left and cannot accept this now.',
    internal: 'Something went wrong on the server. Wait a moment and try again.',
  },
  nameRefused: 'This name cannot be used here. Please choose another.',
  nameRefusedBecause: (reason) => `This name cannot be used here: ${reason}`,
  limitPerPerson: (limit, already) =>
    already > 0 ? `At most ${limit} per person, and you have already bought ${already}.` : `At most ${limit} per person.`,
  tooManyFor: (seconds) => `Too many at once. Please wait ${seconds} s.`,
}
