// LINE, by developers.line.biz.
import { bearer, json, type Row } from './table.ts'

const reference = 'https://developers.line.biz/en/reference/messaging-api/'
const account = { name: '月白', settings: { id: 'U1234', handle: '@tsukishiro' }, secrets: { access_token: 'token', channel_secret: 'secret' } }
const get = (anchor: string, path: string, body: unknown, status = 200, headers: Record<string, string> = {}) => ({
  page: reference + anchor, request: { method: 'GET', path, headers: bearer('token') }, response: { status, body, headers },
})
const bot = { userId: 'U1234', basicId: '@tsukishiro', displayName: '月白', chatMode: 'bot', markAsReadMode: 'auto' }
const send = (kind: 'broadcast' | 'push', body: unknown, { key, status = 200, answer = {} as unknown, headers = { 'x-line-request-id': '5b59509c-c57b-11e9-aa8c-2a2ae2dbcce4' } as Record<string, string> }: { key?: string; status?: number; answer?: unknown; headers?: Record<string, string> } = {}) => ({
  page: `${reference}#send-${kind}-message`,
  request: { method: 'POST', path: `/v2/bot/message/${kind}`, headers: { ...json, ...bearer('token'), ...(key ? { 'x-line-retry-key': key } : {}) }, body },
  response: { status, body: answer, headers },
})
const text = { messages: [{ type: 'text', text: '今夜20時' }] }
const told = { id: '5b59509c-c57b-11e9-aa8c-2a2ae2dbcce4', url: '' }
const key = '531d0210-1d30-8178-bfb0-a957484ad231'
const retry = 'https://developers.line.biz/en/docs/messaging-api/retrying-api-request/'

export const rows = (): Row[] => [
  { what: 'knows whose token it is, and how many messages are left', call: 'check', account: { secrets: account.secrets }, exchanges: [get('#get-bot-info', '/v2/bot/info', bot), get('#get-quota', '/v2/bot/message/quota', { type: 'limited', value: 1000 }), get('#get-consumption', '/v2/bot/message/quota/consumption', { totalUsage: 500 })], gives: 'done', becomes: { name: '月白', settings: { id: 'U1234', handle: '@tsukishiro', quota: 1000, used: 500 } } },
  { what: 'knows a plan without a limit', call: 'check', account, exchanges: [get('#get-bot-info', '/v2/bot/info', bot), get('#get-quota', '/v2/bot/message/quota', { type: 'none' }), get('#get-consumption', '/v2/bot/message/quota/consumption', { totalUsage: 7 })], gives: 'done', becomes: { settings: { id: 'U1234', handle: '@tsukishiro', quota: null, used: 7 } } },
  { what: 'asks for another token', call: 'check', account, exchanges: [get('#get-bot-info', '/v2/bot/info', { message: 'Authentication failed. Confirm that the access token in the authorization header is valid.' }, 401)], problem: { status: 409, type: 'sign-in-again' } },
  { what: 'broadcasts', call: 'publish', account, saying: { text: '今夜20時' }, exchanges: [send('broadcast', text)], gives: told },
  { what: 'broadcasts a picture before its text', call: 'publish', account, saying: { text: '今夜20時', picture_url: 'https://shop.example/p.jpg' }, exchanges: [send('broadcast', { messages: [{ type: 'image', originalContentUrl: 'https://shop.example/p.jpg', previewImageUrl: 'https://shop.example/p.jpg' }, ...text.messages] })], gives: told },
  { what: 'needs pictures by https', call: 'publish', account, saying: { text: 'x', picture_url: 'http://127.0.0.1/p.jpg' }, exchanges: [], problem: { status: 409, type: 'channel-picture' } },
  { what: 'sends the same once, by a retry key of its own', call: 'publish', account, saying: { text: '今夜20時', key: 'post-7' }, exchanges: [{ ...send('broadcast', text, { key }), page: retry }], gives: told },
  { what: 'knows that an earlier try was taken', call: 'publish', account, saying: { text: '今夜20時', key: 'post-7' }, exchanges: [{ ...send('broadcast', text, { key, status: 409, answer: { message: 'The retry key is already accepted' }, headers: { 'x-line-request-id': 'another', 'x-line-accepted-request-id': told.id } }), page: retry }], gives: told },
  { what: 'answers the person, not the message', call: 'publish', account, saying: { text: '20時です', answer_to: 'Ufriend:468789577898262530' }, exchanges: [send('push', { to: 'Ufriend', messages: [{ type: 'text', text: '20時です' }] })], gives: told },
  { what: 'takes 5000 UTF-16 units', call: 'publish', account, saying: { text: '👄'.repeat(2500) + 'x' }, exchanges: [], problem: { status: 409, type: 'channel-length', detail: /5001.*5000/ } },
  { what: 'says that the month is spent', call: 'publish', account, saying: { text: '今夜20時' }, exchanges: [{ ...send('broadcast', text, { status: 429, answer: { message: 'You have reached your monthly limit.' } }), page: 'https://developers.line.biz/en/docs/messaging-api/handling-http-429-errors/' }], problem: { status: 409, type: 'channel-quota' } },
  { what: 'waits when it was too fast', call: 'publish', account, saying: { text: '今夜20時' }, exchanges: [{ ...send('broadcast', text, { status: 429, answer: { message: 'The API rate limit has been exceeded. Try again later.' } }), page: 'https://developers.line.biz/en/docs/messaging-api/handling-http-429-errors/' }], problem: { status: 429, type: 'too-many', retry_after: 60_000 } },
  { what: 'comes again when LINE has trouble', call: 'publish', account, saying: { text: '今夜20時' }, exchanges: [send('broadcast', text, { status: 500, answer: { message: 'Internal server error' } })], problem: { status: 503, type: 'unavailable' } },
  { what: 'does not take nonsense for success', call: 'publish', account, saying: { text: '今夜20時' }, exchanges: [send('broadcast', text, { answer: 'OK', headers: {} })], problem: { status: 503, type: 'unavailable' } },
  { what: 'passes on what LINE says of a refusal', call: 'publish', account, saying: { text: '今夜20時' }, exchanges: [send('broadcast', text, { status: 400, answer: { message: 'The request body has 1 error(s)', details: [{ message: 'May not be empty', property: 'messages[0].text' }] } })], problem: { status: 409, type: 'channel-refused', detail: /messages\[0\]\.text: May not be empty/ } },
  { what: 'takes nothing back', call: 'remove', account, id: told.id, exchanges: [], problem: { status: 409, type: 'channel-keeps' } },
  { what: 'counts who opened it', call: 'counts', account, id: told.id, exchanges: [get('#get-message-event', `/v2/bot/insight/message/event?requestId=${told.id}`, { overview: { requestId: told.id, timestamp: 1568214000, delivered: 320, uniqueImpression: 82, uniqueClick: 51 }, messages: [], clicks: [] })], gives: { impressions: 82, likes: null, shares: null, replies: null } },
  { what: 'counts nothing before twenty people opened it', call: 'counts', account, id: told.id, exchanges: [get('#get-message-event', `/v2/bot/insight/message/event?requestId=${told.id}`, { overview: { requestId: told.id, timestamp: 1568214000, delivered: 12, uniqueImpression: null }, messages: [], clicks: [] })], gives: { impressions: null, likes: null, shares: null, replies: null } },
]
