// Instagram with Instagram Login, by developers.facebook.com.
import { json, now, type Row } from './table.ts'

const site = 'https://developers.facebook.com/docs/instagram-platform'
const publishing = `${site}/content-publishing`
const seconds = now.getTime() / 1000
const account = { name: '@urumi', settings: { id: '178414', handle: 'urumi' }, secrets: { access_token: 'token', renewed_at: seconds - 3600 } }
const get = (page: string, path: string, query: string, body: unknown, status = 200, headers: Record<string, string> = {}, token = 'token') => ({
  page, request: { method: 'GET', path: `/${path}?${query}&access_token=${token}` }, response: { status, body, headers },
})
const post = (path: string, fields: object, body: unknown, status = 200, headers: Record<string, string> = {}) => ({
  page: publishing, request: { method: 'POST', path: `/v25.0/${path}`, headers: json, body: { ...fields, access_token: 'token' } }, response: { status, body, headers },
})
const error = (code: number, message: string) => ({ error: { message, type: 'OAuthException', code, fbtrace_id: 'A' } })
const saying = { text: '口紅 #柿渋', picture_url: 'https://shop.example/p.jpg', picture_alt: '柿渋色の口紅', key: 'post-7' }
const make = (body: unknown = { id: '17889' }, status = 200, headers: Record<string, string> = {}) => post('178414/media', { image_url: saying.picture_url, caption: saying.text, alt_text: saying.picture_alt }, body, status, headers)
const stands = (status_code: string) => get(`${site}/instagram-graph-api/reference/ig-container`, 'v25.0/17889', 'fields=status_code', { status_code, id: '17889' })
const publish = (body: unknown = { id: '17920' }, status = 200) => post('178414/media_publish', { creation_id: '17889' }, body, status)
const link = get(`${site}/instagram-graph-api/reference/ig-media`, 'v25.0/17920', 'fields=permalink', { permalink: 'https://www.instagram.com/p/abc/', id: '17920' })
const told = { id: '17920', url: 'https://www.instagram.com/p/abc/' }
const pending = { ...account, settings: { ...account.settings, pending: { key: 'post-7', container: '17889' } } }
const me = (body: unknown, token = 'token', status = 200) => get(`${site}/instagram-api-with-instagram-login/get-started`, 'v25.0/me', 'fields=user_id%2Cusername', body, status, {}, token)

export const rows = (pictures: { jpeg: string; png: string }): Row[] => [
  { what: 'knows whose token it is', call: 'check', account: { secrets: { access_token: 'token' } }, exchanges: [me({ data: [{ user_id: '178414', username: 'urumi' }] })], gives: 'done', becomes: { name: '@urumi', settings: { id: '178414', handle: 'urumi' }, secrets: { access_token: 'token', renewed_at: seconds } } },
  { what: 'takes the answer as the reference shows it, too', call: 'check', account, exchanges: [me({ user_id: '178414', username: 'urumi', id: '9' })], gives: 'done' },
  { what: 'renews its token every week', call: 'check', account: { ...account, secrets: { access_token: 'old', renewed_at: seconds - 8 * 86_400 } }, exchanges: [get(`${site}/reference/refresh_access_token`, 'refresh_access_token', 'grant_type=ig_refresh_token', { access_token: 'token', token_type: 'bearer', expires_in: 5_183_944 }, 200, {}, 'old'), me({ user_id: '178414', username: 'urumi' })], gives: 'done', becomes: { secrets: { access_token: 'token', renewed_at: seconds } } },
  { what: 'asks for another token', call: 'check', account, exchanges: [me(error(190, 'Error validating access token: Session has expired'), 'token', 400)], problem: { status: 409, type: 'sign-in-again' } },
  { what: 'makes a container and publishes it', call: 'publish', account, saying, exchanges: [make(), stands('FINISHED'), publish(), link], gives: told, becomes: { settings: account.settings } },
  { what: 'waits while the picture is fetched', call: 'publish', account, saying, exchanges: [make(), stands('IN_PROGRESS')], problem: { status: 503, type: 'unavailable', retry_after: 60_000 }, becomes: { settings: pending.settings } },
  { what: 'goes on with the container that it made', call: 'publish', account: pending, saying, exchanges: [stands('FINISHED'), publish(), link], gives: told, becomes: { settings: account.settings } },
  { what: 'makes another for another saying', call: 'publish', account: { ...account, settings: { ...account.settings, pending: { key: 'post-6', container: '1' } } }, saying, exchanges: [make(), stands('FINISHED'), publish(), link], gives: told },
  { what: 'finds what an earlier try has published', call: 'publish', account: pending, saying, exchanges: [stands('PUBLISHED'), get(`${site}/instagram-graph-api/reference/ig-user/media`, 'v25.0/178414/media', 'fields=id%2Ccaption%2Cpermalink&limit=10', { data: [{ id: '1', caption: '別の' }, { id: '17920', caption: saying.text, permalink: told.url }] })], gives: told },
  { what: 'says that the picture could not be taken', call: 'publish', account: pending, saying, exchanges: [stands('ERROR')], problem: { status: 409, type: 'channel-refused' }, becomes: { settings: account.settings } },
  { what: 'needs a picture', call: 'publish', account, saying: { text: 'x' }, exchanges: [], problem: { status: 409, type: 'channel-picture' } },
  { what: 'needs a JPEG', call: 'publish', account, saying: { ...saying, picture: pictures.png }, exchanges: [], problem: { status: 409, type: 'channel-picture', detail: /JPEG/ } },
  { what: 'takes 2200 characters', call: 'publish', account, saying: { ...saying, text: 'あ'.repeat(2201) }, exchanges: [], problem: { status: 409, type: 'channel-length' } },
  { what: 'takes 30 hashtags', call: 'publish', account, saying: { ...saying, text: '#口紅 '.repeat(31) }, exchanges: [], problem: { status: 409, type: 'channel-length', detail: /30 hashtags/ } },
  { what: 'answers a comment', call: 'publish', account, saying: { text: '20時です', answer_to: '17858' }, exchanges: [{ ...post('17858/replies', { message: '20時です' }, { id: '17873' }), page: `${site}/comment-moderation` }], gives: { id: '17873', url: '' } },
  { what: 'waits when a day’s posts are spent', call: 'publish', account, saying, exchanges: [make(error(9, '(#9) Application request limit reached'), 400, { 'x-business-use-case-usage': JSON.stringify({ 178414: [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: 60 }] }) })], problem: { status: 429, type: 'too-many', retry_after: 3_600_000 } },
  { what: 'comes again when Instagram has trouble', call: 'publish', account, saying, exchanges: [make('<html>', 502)], problem: { status: 503, type: 'unavailable' } },
  { what: 'does not take nonsense for success', call: 'publish', account, saying, exchanges: [make({})], problem: { status: 503, type: 'unavailable' } },
  { what: 'takes nothing back', call: 'remove', account, id: '17920', exchanges: [], problem: { status: 409, type: 'channel-keeps' } },
  { what: 'counts', call: 'counts', account, id: '17920', exchanges: [get(`${site}/reference/instagram-media/insights`, 'v25.0/17920/insights', 'metric=views%2Clikes%2Ccomments%2Cshares', { data: [{ name: 'views', period: 'lifetime', values: [{ value: 900 }] }, { name: 'likes', period: 'lifetime', values: [{ value: 40 }] }, { name: 'comments', period: 'lifetime', values: [{ value: 3 }] }] })], gives: { impressions: 900, likes: 40, shares: null, replies: 3 } },
]
