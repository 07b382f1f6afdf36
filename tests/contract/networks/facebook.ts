// Facebook pages, by developers.facebook.com.
import { createHmac } from 'node:crypto'
import { json, type Row } from './table.ts'

const site = 'https://developers.facebook.com/docs'
const posts = `${site}/pages-api/posts`
const proof = createHmac('sha256', 'app secret').update('token').digest('hex')
const account = { name: '月白', settings: { id: '110' }, secrets: { access_token: 'token', app_secret: 'app secret' } }
const signed = `access_token=token&appsecret_proof=${proof}`
const get = (page: string, path: string, query: string, body: unknown, status = 200, headers: Record<string, string> = {}) => ({
  page, request: { method: 'GET', path: `/v25.0/${path}?${query}&${signed}` }, response: { status, body, headers },
})
const post = (path: string, fields: object, body: unknown = { id: '110_555' }, status = 200, headers: Record<string, string> = {}) => ({
  page: posts, request: { method: 'POST', path: `/v25.0/${path}`, headers: json, body: { ...fields, access_token: 'token', appsecret_proof: proof } }, response: { status, body, headers },
})
const error = (code: number, message: string) => ({ error: { message, type: 'OAuthException', code, fbtrace_id: 'A' } })
const told = { id: '110_555', url: 'https://www.facebook.com/110_555' }
const errors = `${site}/graph-api/guides/error-handling`
const limits = `${site}/graph-api/overview/rate-limiting`
const me = (body: unknown, status = 200) => get(`${site}/graph-api/reference/page`, 'me', 'fields=id%2Cname%2Clink', body, status)
const counted = (body: unknown) => get(`${site}/graph-api/reference/page-post`, '110_555', `fields=${encodeURIComponent('shares,reactions.limit(0).summary(true),comments.limit(0).summary(true)').replaceAll('(', '%28').replaceAll(')', '%29')}`, body)
const insights = (body: unknown, status = 200) => get(`${site}/graph-api/reference/insights`, '110_555/insights', 'metric=post_media_view', body, status)
const plain = (path: string, fields: object, body: unknown) => ({ page: posts, request: { method: 'POST', path, headers: json, body: { ...fields, access_token: 'token' } }, response: { status: 200, body } })

export const rows = (): Row[] => [
  { what: 'knows whose token it is', call: 'check', account: { secrets: account.secrets }, exchanges: [me({ id: '110', name: '月白', link: 'https://www.facebook.com/110' })], gives: 'done', becomes: { name: '月白', settings: { id: '110' } } },
  { what: 'asks for another token', call: 'check', account, exchanges: [{ ...me(error(190, 'Error validating access token: The session has been invalidated because the user changed their password.'), 400), page: errors }], problem: { status: 409, type: 'sign-in-again' } },
  { what: 'posts with a link', call: 'publish', account, saying: { text: '今夜20時', link: 'https://shop.example/s/a' }, exchanges: [post('110/feed', { message: '今夜20時', link: 'https://shop.example/s/a' })], gives: told },
  { what: 'posts without an app secret', call: 'publish', account: { ...account, secrets: { access_token: 'token' } }, saying: { text: '今夜20時' }, exchanges: [plain('/v25.0/110/feed', { message: '今夜20時' }, { id: '110_555' })], gives: told },
  { what: 'posts a picture with its description', call: 'publish', account, saying: { text: '口紅 https://shop.example/s/a', link: 'https://shop.example/s/a', picture_url: 'https://shop.example/p.jpg', picture_alt: '柿渋色の口紅' }, exchanges: [{ ...post('110/photos', { message: '口紅 https://shop.example/s/a', url: 'https://shop.example/p.jpg', alt_text_custom: '柿渋色の口紅' }, { id: '777', post_id: '110_555' }), page: `${site}/graph-api/reference/page/photos` }], gives: told },
  { what: 'answers a comment', call: 'publish', account, saying: { text: '20時です', answer_to: '555_888' }, exchanges: [{ ...post('555_888/comments', { message: '20時です' }, { id: '555_999' }), page: `${site}/pages-api/comments-mentions` }], gives: { id: '555_999', url: 'https://www.facebook.com/555_999' } },
  { what: 'takes 63206 characters', call: 'publish', account, saying: { text: 'あ'.repeat(63_207) }, exchanges: [], problem: { status: 409, type: 'channel-length' } },
  { what: 'waits as long as it is told', call: 'publish', account, saying: { text: 'x' }, exchanges: [{ ...post('110/feed', { message: 'x' }, error(32, '(#32) Page request limit reached'), 400, { 'x-business-use-case-usage': JSON.stringify({ 110: [{ type: 'pages', call_count: 100, total_cputime: 25, total_time: 25, estimated_time_to_regain_access: 19 }] }) }), page: limits }], problem: { status: 429, type: 'too-many', retry_after: 19 * 60_000 } },
  { what: 'waits where no time is told', call: 'publish', account, saying: { text: 'x' }, exchanges: [{ ...post('110/feed', { message: 'x' }, error(4, '(#4) Application request limit reached'), 403), page: limits }], problem: { status: 429, type: 'too-many', retry_after: 600_000 } },
  { what: 'comes again when Facebook has trouble', call: 'publish', account, saying: { text: 'x' }, exchanges: [{ ...post('110/feed', { message: 'x' }, error(2, 'Service temporarily unavailable'), 400), page: errors }], problem: { status: 503, type: 'unavailable' } },
  { what: 'comes again after a 500 without words', call: 'publish', account, saying: { text: 'x' }, exchanges: [post('110/feed', { message: 'x' }, '<html>', 500)], problem: { status: 503, type: 'unavailable' } },
  { what: 'does not take nonsense for success', call: 'publish', account, saying: { text: 'x' }, exchanges: [post('110/feed', { message: 'x' }, { success: true })], problem: { status: 503, type: 'unavailable' } },
  { what: 'passes on what Facebook says of a refusal', call: 'publish', account, saying: { text: 'x' }, exchanges: [{ ...post('110/feed', { message: 'x' }, error(200, '(#200) Permissions error'), 403), page: errors }], problem: { status: 409, type: 'channel-refused', detail: /Permissions error/ } },
  { what: 'deletes', call: 'remove', account, id: '110_555', exchanges: [{ page: posts, request: { method: 'DELETE', path: `/v25.0/110_555?${signed}` }, response: { status: 200, body: { success: true } } }], gives: 'done' },
  { what: 'counts', call: 'counts', account, id: '110_555', exchanges: [counted({ id: '110_555', shares: { count: 3 }, reactions: { data: [], summary: { total_count: 21 } }, comments: { data: [], summary: { order: 'ranked', total_count: 5 } } }), insights({ data: [{ name: 'post_media_view', period: 'lifetime', values: [{ value: 412 }] }] })], gives: { impressions: 412, likes: 21, shares: 3, replies: 5 } },
  { what: 'counts without insights', call: 'counts', account, id: '110_555', exchanges: [counted({ id: '110_555', reactions: { data: [], summary: { total_count: 2 } }, comments: { data: [], summary: { total_count: 0 } } }), insights(error(100, '(#100) The value must be a valid insights metric'), 400)], gives: { impressions: null, likes: 2, shares: 0, replies: 0 } },
]
