import assert from 'node:assert/strict'
import test from 'node:test'
import { curveSvg, type Picture } from './curve_svg.ts'
import { kActs } from './curve_model.ts'
import { kMarks, type Marks } from './insight_api.ts'

const marks = (values: number[]): Marks => Object.fromEntries(kMarks.map((mark) => [mark, values])) as Marks
const picture: Picture = {
  curve: { step_ms: 60_000, steps: 2, length_ms: 120_000, live: marks([1, 4]), archive: marks([0, 2]), bands: { pins: [], cues: [], offers: [], gaps: [] } },
  acts: new Set(['orders']),
  parts: new Set(['live', 'archive']),
  words: { title: '秋 <の> "夜" & 朝\u0001', watching: '視聴中', acts: Object.fromEntries(kActs.map((act) => [act, act])) as Picture['words']['acts'], parts: { live: 'ライブ', archive: 'アーカイブ' }, people: '人', times: '回' },
  colour: (mark) => (mark === 'orders' ? '#D9412E' : '#1F4E79'),
  bands: { cues: [{ name: 'あいさつ', from_ms: 0, until_ms: 60_000 }], pins: [], offers: [{ name: '先着', from_ms: 60_000, until_ms: null }], gaps: [] },
}

test('a picture that stands alone: title, series, bands, axes', () => {
  const svg = curveSvg(picture)
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  assert.match(svg, /<title>秋 &lt;の&gt; &quot;夜&quot; &amp; 朝<\/title>/)
  for (const part of ['視聴中 (ライブ)', '視聴中 (アーカイブ)', 'orders (ライブ)', 'あいさつ', '先着', '>0:00<', '>2:00<']) assert.ok(svg.includes(part), part)
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
})

test('nothing to draw is still a picture', () => {
  const svg = curveSvg({ ...picture, curve: { ...picture.curve, steps: 0, length_ms: null, live: marks([]), archive: marks([]) } })
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
})
