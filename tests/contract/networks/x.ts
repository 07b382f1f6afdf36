// X, by docs.x.com.
import { bearer, json, now, type Row } from './table.ts'

const site = 'https://docs.x.com/x-api'
const account = { name: '@urumi', settings: { client_id: 'client', id: '2244994945', handle: 'urumi' }, secrets: { client_secret: 'secret', access_token: 'access', refresh_token: 'refresh' } }
const open = { ...account, secrets: { access_token: 'access', refresh_token: 'refresh' } }
const me = (token: string, status = 200, body: unknown = { data: { id: '2244994945', name: 'うるみ', username: 'urumi' } }) => ({
  page: `${site}/users/user-lookup-me`, request: { method: 'GET', path: '/2/users/me', headers: bearer(token) }, response: { status, body },
})
const tokens = { token_type: 'bearer', expires_in: 7200, access_token: 'access-2', scope: 'tweet.read tweet.write users.read offline.access', refresh_token: 'refresh-2' }
const renew = (status = 200, body: unknown = tokens) => ({
  page: 'https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token',
  request: { method: 'POST', path: '/2/oauth2/token', headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${btoa('client:secret')}` }, body: 'refresh_token=refresh&grant_type=refresh_token' },
  response: { status, body },
})
const post = (body: unknown, { status = 201, answer = { data: { id: '1445880548472328192', text: 'x' } } as unknown, headers = {} }: { status?: number; answer?: unknown; headers?: Record<string, string> } = {}) => ({
  page: `${site}/posts/creation-of-a-post`, request: { method: 'POST', path: '/2/tweets', headers: { ...json, ...bearer('access') }, body }, response: { status, body: answer, headers },
})
const told = { id: '1445880548472328192', url: 'https://x.com/urumi/status/1445880548472328192' }
const query = 'max_results=100&tweet.fields=author_id,created_at,referenced_tweets&expansions=author_id&user.fields=username'
const mentions = (more: string, body: unknown) => ({
  page: `${site}/posts/timelines/quickstart/user-mention-quickstart`, request: { method: 'GET', path: `/2/users/2244994945/mentions?${query}${more}`, headers: bearer('access') }, response: { status: 200, body },
})
const mention = (id: string, answers?: string) => ({ id, text: `@urumi ${id}`, author_id: '7', created_at: '2026-11-20T09:00:00.000Z', ...(answers ? { referenced_tweets: [{ type: 'replied_to', id: answers }] } : {}) })
const includes = { users: [{ id: '7', username: 'hana', name: 'はな' }] }
const heard = (id: string, answers = '') => ({ kind: answers ? 'reply' : 'mention', id, author: '@hana', author_url: 'https://x.com/hana', text: `@urumi ${id}`, answer_to: answers, url: `https://x.com/hana/status/${id}`, at: '2026-11-20T09:00:00.000Z' })

export const rows = (pictures: { jpeg: string; bytes: string; large: string }): Row[] => [
  { what: 'knows whose token it is', call: 'check', account: { settings: { client_id: 'client' }, secrets: account.secrets }, exchanges: [me('access')], gives: 'done', becomes: { name: '@urumi', settings: account.settings } },
  { what: 'renews a token that ran out', call: 'check', account, exchanges: [me('access', 401, { title: 'Unauthorized', status: 401 }), renew(), me('access-2')], gives: 'done', becomes: { secrets: { client_secret: 'secret', access_token: 'access-2', refresh_token: 'refresh-2' } } },
  { what: 'renews as a client without a secret', call: 'check', account: open, exchanges: [me('access', 401, {}), { ...renew(), request: { method: 'POST', path: '/2/oauth2/token', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'refresh_token=refresh&grant_type=refresh_token&client_id=client' } }, me('access-2')], gives: 'done' },
  { what: 'asks to sign in again when the token cannot be renewed', call: 'check', account, exchanges: [me('access', 401, {}), renew(400, { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' })], problem: { status: 409, type: 'sign-in-again' } },
  { what: 'keeps the new token though the call then fails', call: 'check', account, exchanges: [me('access', 401, {}), renew(), me('access-2', 503, {})], problem: { status: 503, type: 'unavailable' }, becomes: { secrets: { client_secret: 'secret', access_token: 'access-2', refresh_token: 'refresh-2' } } },
  { what: 'posts', call: 'publish', account, saying: { text: '今夜20時 https://shop.example/s/a' }, exchanges: [post({ text: '今夜20時 https://shop.example/s/a' })], gives: told },
  { what: 'answers', call: 'publish', account, saying: { text: '@hana はい', answer_to: '1346889436626259968' }, exchanges: [post({ text: '@hana はい', reply: { in_reply_to_tweet_id: '1346889436626259968' } })], gives: told },
  {
    what: 'posts a picture with its description', call: 'publish', account, saying: { text: '口紅', picture: pictures.jpeg, picture_alt: '柿渋色の口紅' },
    exchanges: [
      { page: `${site}/media/upload-media`, request: { method: 'POST', path: '/2/media/upload', headers: { ...json, ...bearer('access') }, body: { media: pictures.bytes, media_category: 'tweet_image', media_type: 'image/jpeg' } }, response: { status: 200, body: { data: { id: '1146654567674912769', media_key: '3_1146654567674912769' } } } },
      { page: `${site}/media/create-media-metadata`, request: { method: 'POST', path: '/2/media/metadata', headers: { ...json, ...bearer('access') }, body: { id: '1146654567674912769', metadata: { alt_text: { text: '柿渋色の口紅' } } } }, response: { status: 200, body: { data: { id: '1146654567674912769' } } } },
      post({ text: '口紅', media: { media_ids: ['1146654567674912769'] } }),
    ], gives: told,
  },
  { what: 'refuses a picture that X does not take', call: 'publish', account, saying: { text: 'x', picture: pictures.large }, exchanges: [], problem: { status: 409, type: 'channel-picture' } },
  { what: 'takes a weight of 280', call: 'publish', account, saying: { text: 'あ'.repeat(140) + 'x' }, exchanges: [], problem: { status: 409, type: 'channel-length', detail: /281.*280/ } },
  { what: 'waits until the limit is reset', call: 'publish', account, saying: { text: 'x' }, exchanges: [{ ...post({ text: 'x' }, { status: 429, answer: { errors: [{ code: 88, message: 'Rate limit exceeded' }] }, headers: { 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(now.getTime() / 1000 + 900) } }), page: 'https://docs.x.com/fundamentals/rate-limits' }], problem: { status: 429, type: 'too-many', retry_after: 900_000, detail: /Rate limit exceeded/ } },
  { what: 'waits for a minute where no moment is told', call: 'publish', account, saying: { text: 'x' }, exchanges: [post({ text: 'x' }, { status: 429, answer: 'slow down', headers: { 'x-rate-limit-reset': 'soon' } })], problem: { status: 429, type: 'too-many', retry_after: 60_000 } },
  { what: 'passes on what X says of a refusal', call: 'publish', account, saying: { text: 'x' }, exchanges: [post({ text: 'x' }, { status: 403, answer: { detail: 'You are not allowed to create a Tweet with duplicate content.', type: 'about:blank', title: 'Forbidden', status: 403 } })], problem: { status: 409, type: 'channel-refused', detail: /duplicate content/ } },
  { what: 'comes again when X has trouble', call: 'publish', account, saying: { text: 'x' }, exchanges: [post({ text: 'x' }, { status: 503, answer: 'Over capacity' })], problem: { status: 503, type: 'unavailable', retry_after: 60_000 } },
  { what: 'does not take nonsense for success', call: 'publish', account, saying: { text: 'x' }, exchanges: [post({ text: 'x' }, { answer: { data: { id: 7 } } })], problem: { status: 503, type: 'unavailable' } },
  { what: 'deletes', call: 'remove', account, id: '1445880548472328192', exchanges: [{ page: `${site}/posts/post-delete-by-post-id`, request: { method: 'DELETE', path: '/2/tweets/1445880548472328192', headers: bearer('access') }, response: { status: 200, body: { data: { deleted: true } } } }], gives: 'done' },
  { what: 'counts by public metrics', call: 'counts', account, id: '1445880548472328192', exchanges: [{ page: `${site}/posts/post-lookup-by-post-id`, request: { method: 'GET', path: '/2/tweets/1445880548472328192?tweet.fields=public_metrics', headers: bearer('access') }, response: { status: 200, body: { data: { id: '1445880548472328192', text: 'x', public_metrics: { retweet_count: 8, reply_count: 2, like_count: 39, quote_count: 1, bookmark_count: 5, impression_count: 3200 } } } } }], gives: { impressions: 3200, likes: 39, shares: 9, replies: 2 } },
  { what: 'says that a post is gone', call: 'counts', account, id: '7', exchanges: [{ page: `${site}/posts/post-lookup-by-post-id`, request: { method: 'GET', path: '/2/tweets/7?tweet.fields=public_metrics', headers: bearer('access') }, response: { status: 200, body: { errors: [{ title: 'Not Found Error', type: 'https://api.twitter.com/2/problems/resource-not-found' }] } } }], problem: { status: 404, type: 'not-found' } },
  { what: 'hears mentions and answers, the oldest first', call: 'heard', account, exchanges: [mentions('', { data: [mention('32'), mention('31', '30')], includes, meta: { newest_id: '32', oldest_id: '31', result_count: 2, next_token: 'older' } })], gives: { items: [heard('31', '30'), heard('32')], next: '32' } },
  {
    what: 'hears on from where it was, over pages', call: 'heard', account, since: '30',
    exchanges: [
      mentions('&since_id=30', { data: [mention('33')], includes, meta: { newest_id: '33', oldest_id: '33', result_count: 1, next_token: 'n1' } }),
      mentions('&since_id=30&pagination_token=n1', { data: [mention('32')], includes, meta: { newest_id: '32', oldest_id: '32', result_count: 1 } }),
    ], gives: { items: [heard('32'), heard('33')], next: '33' },
  },
  { what: 'hears nothing new', call: 'heard', account, since: '30', exchanges: [mentions('&since_id=30', { meta: { result_count: 0 } })], gives: { items: [], next: '30' } },
]
