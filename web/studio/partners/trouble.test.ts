import assert from 'node:assert/strict'
import { test } from 'node:test'
import { language } from '../../shared/i18n.ts'
import { partnerWords } from '../messages/partners.ts'
import { troubleText } from './trouble.ts'

test('what the server tells is told in the reader’s language', () => {
  language.value = 'en'
  const words = partnerWords().errors
  const table: [string, string][] = [
    ['The receiver answered 503.', words.answered(503)],
    ['The receiver says that it is gone (410).', words.gone],
    ['The receiver sends elsewhere (302), which is not followed.', words.redirected(302)],
    ['This address leads into a private network; other servers are asked on the internet only.', words.private],
    ["The other server's answer is longer than 65536 bytes.", words.tooLarge],
    ["The other server did not answer: Couldn't connect to server.", words.none],
  ]
  for (const [error, text] of table) assert.equal(troubleText(words, error), text)
  assert.equal(troubleText(words, '', 500), words.answered(500))
})
