// Bluesky, by docs.bsky.app and the lexicons it shows.
import { bearer, json, now, type Row } from './table.ts'

const page = (method: string): string => `https://docs.bsky.app/docs/api/${method.toLowerCase().replaceAll('.', '-')}`
const posts = 'https://docs.bsky.app/docs/advanced-guides/posts'
const did = 'did:plc:u5cwb2mwiv2bfq53cjufe6yn'
const uri = `at://${did}/app.bsky.feed.post/3k4duaz5vfs2b`
const cid = 'bafyreibjifzpqj6o6wcq3hejh7y4z4z2vmiklkvykc57tw3pcbx3kxifpm'
const account = { name: '@urumi.example', settings: { handle: 'urumi.example', id: did }, secrets: { app_password: '2222-bbbb-3333-cccc', access: 'eyJ-access', refresh: 'eyJ-refresh' } }
const fresh = { settings: { handle: 'urumi.example' }, secrets: { app_password: '2222-bbbb-3333-cccc' } }
const session = { did, handle: 'urumi.example', accessJwt: 'eyJ-new', refreshJwt: 'eyJ-next', active: true }
const signIn = (status = 200, body: unknown = session) => ({
  page: page('com.atproto.server.createSession'),
  request: { method: 'POST', path: '/xrpc/com.atproto.server.createSession', headers: json, body: { identifier: 'urumi.example', password: '2222-bbbb-3333-cccc' } },
  response: { status, body },
})
const refresh = (status = 200, body: unknown = session) => ({
  page: page('com.atproto.server.refreshSession'),
  request: { method: 'POST', path: '/xrpc/com.atproto.server.refreshSession', headers: bearer('eyJ-refresh') },
  response: { status, body },
})
const whoAmI = (token: string, status = 200, body: unknown = { did, handle: 'urumi.example', active: true }) => ({
  page: page('com.atproto.server.getSession'),
  request: { method: 'GET', path: '/xrpc/com.atproto.server.getSession', headers: bearer(token) },
  response: { status, body },
})
const expired = { error: 'ExpiredToken', message: 'Token has expired' }
const create = (record: object, { token = 'eyJ-access', rkey, status = 200, body = { uri, cid } as unknown, headers = {} }: { token?: string; rkey?: string; status?: number; body?: unknown; headers?: Record<string, string> } = {}) => ({
  page: page('com.atproto.repo.createRecord'),
  request: {
    method: 'POST', path: '/xrpc/com.atproto.repo.createRecord', headers: { ...json, ...bearer(token) },
    body: { repo: did, collection: 'app.bsky.feed.post', ...(rkey ? { rkey } : {}), record },
  },
  response: { status, body, headers },
})
const record = (text: string) => ({ $type: 'app.bsky.feed.post', text, createdAt: now.toISOString(), langs: ['ja'] })
const parent = { uri: `at://did:plc:friend/app.bsky.feed.post/3kparent`, cid: 'bafyparent' }
const root = { uri: `at://did:plc:other/app.bsky.feed.post/3kroot`, cid: 'bafyroot' }
const getPosts = (of: string, body: unknown) => ({
  page: page('app.bsky.feed.getPosts'),
  request: { method: 'GET', path: `/xrpc/app.bsky.feed.getPosts?uris=${encodeURIComponent(of)}`, headers: bearer('eyJ-access') },
  response: { status: 200, body },
})
const told = { id: uri, url: `https://bsky.app/profile/${did}/post/3k4duaz5vfs2b` }
const notice = (reason: 'reply' | 'mention' | 'quote', rkey: string, indexedAt: string) => ({
  uri: `at://did:plc:friend/app.bsky.feed.post/${rkey}`, cid: 'bafynotice', author: { did: 'did:plc:friend', handle: 'hana.example' }, reason, reasonSubject: uri,
  record: { $type: 'app.bsky.feed.post', text: `何時からですか ${rkey}`, createdAt: indexedAt }, isRead: false, indexedAt,
})
const notices = (cursor: string, body: unknown) => ({
  page: page('app.bsky.notification.listNotifications'),
  request: { method: 'GET', path: `/xrpc/app.bsky.notification.listNotifications?reasons=mention&reasons=reply&limit=100${cursor}`, headers: bearer('eyJ-access') },
  response: { status: 200, body },
})
const heard = (reason: 'reply' | 'mention', rkey: string, at: string) => ({
  kind: reason, id: `at://did:plc:friend/app.bsky.feed.post/${rkey}`, author: '@hana.example', author_url: 'https://bsky.app/profile/hana.example', text: `何時からですか ${rkey}`,
  answer_to: reason === 'reply' ? uri : '', url: `https://bsky.app/profile/hana.example/post/${rkey}`, at,
})

export const rows = (pictures: { jpeg: string; bytes: string; large: string }): Row[] => [
  { what: 'signs in with the app password', call: 'check', account: fresh, exchanges: [signIn(), whoAmI('eyJ-new')], gives: 'done', becomes: { name: '@urumi.example', settings: { handle: 'urumi.example', id: did }, secrets: { ...fresh.secrets, access: 'eyJ-new', refresh: 'eyJ-next' } } },
  { what: 'says that the app password is wrong', call: 'check', account: fresh, exchanges: [signIn(401, { error: 'AuthenticationRequired', message: 'Invalid identifier or password' })], problem: { status: 409, type: 'sign-in-again', detail: /app password.*Sign in again/ } },
  { what: 'renews a session that ran out', call: 'check', account, exchanges: [whoAmI('eyJ-access', 400, expired), refresh(), whoAmI('eyJ-new')], gives: 'done', becomes: { secrets: { app_password: '2222-bbbb-3333-cccc', access: 'eyJ-new', refresh: 'eyJ-next' } } },
  { what: 'signs in anew when the session cannot be renewed', call: 'check', account, exchanges: [whoAmI('eyJ-access', 401, { error: 'AuthMissing' }), refresh(400, expired), signIn(), whoAmI('eyJ-new')], gives: 'done' },
  { what: 'asks for new credentials once', call: 'check', account, exchanges: [whoAmI('eyJ-access', 401, {}), refresh(), whoAmI('eyJ-new', 401, {})], problem: { status: 409, type: 'sign-in-again' } },
  {
    what: 'posts with links and tags by bytes of UTF-8', call: 'publish', account, saying: { text: '今夜 https://shop.example/s/a #柿渋' },
    exchanges: [{
      ...create({
        ...record('今夜 https://shop.example/s/a #柿渋'),
        facets: [
          { index: { byteStart: 7, byteEnd: 31 }, features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://shop.example/s/a' }] },
          { index: { byteStart: 32, byteEnd: 39 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: '柿渋' }] },
        ],
      }), page: posts,
    }], gives: told,
  },
  {
    what: 'posts a picture with its description', call: 'publish', account, saying: { text: '口紅です', picture: pictures.jpeg, picture_alt: '柿渋色の口紅' },
    exchanges: [
      { page: page('com.atproto.repo.uploadBlob'), request: { method: 'POST', path: '/xrpc/com.atproto.repo.uploadBlob', headers: { 'content-type': 'image/jpeg', ...bearer('eyJ-access') }, body: pictures.bytes }, response: { status: 200, body: { blob: { $type: 'blob', ref: { $link: 'bafkreiblob' }, mimeType: 'image/jpeg', size: 20 } } } },
      { ...create({ ...record('口紅です'), embed: { $type: 'app.bsky.embed.images', images: [{ alt: '柿渋色の口紅', image: { $type: 'blob', ref: { $link: 'bafkreiblob' }, mimeType: 'image/jpeg', size: 20 } }] } }), page: posts },
    ], gives: told,
  },
  { what: 'refuses a picture that Bluesky does not take', call: 'publish', account, saying: { text: 'x', picture: pictures.large }, exchanges: [], problem: { status: 409, type: 'channel-picture', detail: /1000000 bytes/ } },
  { what: 'answers a post that begins a thread', call: 'publish', account, saying: { text: '20時です', answer_to: parent.uri }, exchanges: [getPosts(parent.uri, { posts: [{ ...parent, record: { text: 'q' } }] }), { ...create({ ...record('20時です'), reply: { root: parent, parent } }), page: posts }], gives: told },
  { what: 'answers a post within a thread', call: 'publish', account, saying: { text: '20時です', answer_to: parent.uri }, exchanges: [getPosts(parent.uri, { posts: [{ ...parent, record: { text: 'q', reply: { root, parent: root } } }] }), { ...create({ ...record('20時です'), reply: { root, parent } }), page: posts }], gives: told },
  { what: 'says that what is answered is gone', call: 'publish', account, saying: { text: '20時です', answer_to: parent.uri }, exchanges: [getPosts(parent.uri, { posts: [] })], problem: { status: 404, type: 'not-found' } },
  { what: 'takes 300 graphemes', call: 'publish', account, saying: { text: '👨‍👩‍👧‍👦'.repeat(100) + 'あ'.repeat(200) + 'x' }, exchanges: [], problem: { status: 409, type: 'channel-length', detail: /301.*300/ } },
  { what: 'takes 3000 bytes', call: 'publish', account, saying: { text: '👨‍👩‍👧‍👦'.repeat(200) }, exchanges: [], problem: { status: 409, type: 'channel-length', detail: /3000/ } },
  { what: 'says the same once, by a record key of its own', call: 'publish', account, saying: { text: 'はじまります', key: 'post-7' }, exchanges: [create(record('はじまります'), { rkey: '7abc442in2ofs' })], gives: told },
  {
    what: 'finds what an earlier try has said', call: 'publish', account, saying: { text: 'はじまります', key: 'post-7' },
    exchanges: [
      create(record('はじまります'), { rkey: '7abc442in2ofs', status: 500, body: { error: 'InternalServerError' } }),
      { page: page('com.atproto.repo.getRecord'), request: { method: 'GET', path: `/xrpc/com.atproto.repo.getRecord?repo=${encodeURIComponent(did)}&collection=app.bsky.feed.post&rkey=7abc442in2ofs`, headers: bearer('eyJ-access') }, response: { status: 200, body: { uri, cid, value: {} } } },
    ], gives: told,
  },
  { what: 'waits as long as it is told', call: 'publish', account, saying: { text: 'x' }, exchanges: [{ ...create(record('x'), { status: 429, body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }, headers: { 'ratelimit-limit': '5000', 'ratelimit-remaining': '0', 'ratelimit-reset': String(now.getTime() / 1000 + 240) } }), page: 'https://docs.bsky.app/docs/advanced-guides/rate-limits' }], problem: { status: 429, type: 'too-many', retry_after: 240_000 } },
  { what: 'comes again when Bluesky has trouble', call: 'publish', account, saying: { text: 'x' }, exchanges: [create(record('x'), { status: 502, body: '<html>Bad Gateway' })], problem: { status: 503, type: 'unavailable', retry_after: 60_000 } },
  { what: 'does not take nonsense for success', call: 'publish', account, saying: { text: 'x' }, exchanges: [create(record('x'), { body: 'OK' })], problem: { status: 503, type: 'unavailable' } },
  { what: 'passes on what Bluesky says of a refusal', call: 'publish', account, saying: { text: 'x' }, exchanges: [create(record('x'), { status: 400, body: { error: 'InvalidRequest', message: 'Invalid app.bsky.feed.post record' } })], problem: { status: 409, type: 'channel-refused', detail: /Invalid app\.bsky\.feed\.post record/ } },
  { what: 'deletes', call: 'remove', account, id: uri, exchanges: [{ page: page('com.atproto.repo.deleteRecord'), request: { method: 'POST', path: '/xrpc/com.atproto.repo.deleteRecord', headers: { ...json, ...bearer('eyJ-access') }, body: { repo: did, collection: 'app.bsky.feed.post', rkey: '3k4duaz5vfs2b' } }, response: { status: 200, body: {} } }], gives: 'done' },
  { what: 'counts', call: 'counts', account, id: uri, exchanges: [getPosts(uri, { posts: [{ uri, cid, likeCount: 12, repostCount: 3, quoteCount: 1, replyCount: 4 }] })], gives: { impressions: null, likes: 12, shares: 4, replies: 4 } },
  { what: 'hears replies and mentions, the oldest first', call: 'heard', account, exchanges: [notices('', { notifications: [notice('mention', '3kb', '2026-11-20T10:00:00.000Z'), notice('reply', '3ka', '2026-11-20T09:00:00.000Z')], cursor: 'older' })], gives: { items: [heard('reply', '3ka', '2026-11-20T09:00:00.000Z'), heard('mention', '3kb', '2026-11-20T10:00:00.000Z')], next: '2026-11-20T10:00:00.000Z' } },
  {
    what: 'hears on from where it was, over pages', call: 'heard', account, since: '2026-11-20T08:00:00.000Z',
    exchanges: [
      notices('', { notifications: [notice('reply', '3kc', '2026-11-20T10:00:00.000Z')], cursor: 'a=b' }),
      notices('&cursor=a%3Db', { notifications: [notice('reply', '3kb', '2026-11-20T09:00:00.000Z'), notice('reply', '3ka', '2026-11-20T08:00:00.000Z')], cursor: 'c' }),
    ], gives: { items: [heard('reply', '3kb', '2026-11-20T09:00:00.000Z'), heard('reply', '3kc', '2026-11-20T10:00:00.000Z')], next: '2026-11-20T10:00:00.000Z' },
  },
]
