// Reads a show's playlists as a player does.
import assert from 'node:assert/strict'

export interface Media { url: URL; segments: URL[]; parts: URL[]; seconds: number }

/** The first rendition of a show, now. */
export async function media(base: string, show: string): Promise<Media> {
  const index = new URL(`/media/${show}/index.m3u8`, base)
  const answer = await fetch(index)
  assert.equal(answer.status, 200, `no playlist at ${index}`)
  const line = (await answer.text()).split('\n').find((each) => each !== '' && !each.startsWith('#'))
  assert.ok(line, 'a multivariant playlist without a variant')
  const url = new URL(line, index)
  const list = await (await fetch(url)).text()
  const lines = list.split('\n')
  return {
    url,
    segments: lines.filter((each) => each !== '' && !each.startsWith('#')).map((each) => new URL(each, url)),
    parts: [...list.matchAll(/^#EXT-X-PART:.*URI="([^"]+)"/gm)].map(([, part]) => new URL(part!, url)),
    seconds: [...list.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, [, length]) => sum + Number(length), 0),
  }
}
