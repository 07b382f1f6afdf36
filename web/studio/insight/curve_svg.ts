// The curve as a picture that stands alone (SVG), drawn from the same numbers as the one on the page. Pure.
import { clock } from '../../shared/format.ts'
import { endOf, mostOf, roundTop, seriesOf, type Act, type Part, type Series } from './curve_model.ts'
import type { Band, Curve } from './insight_api.ts'

export interface SvgWords {
  title: string
  watching: string
  acts: Record<Act, string>
  parts: Record<Part, string>
  /** Above the axes. */
  people: string
  times: string
}

export interface NamedBand extends Band {
  name: string
}

export interface Picture {
  curve: Curve
  acts: ReadonlySet<Act>
  parts: ReadonlySet<Part>
  words: SvgWords
  /** Values of the colour tokens by name, for outside the page there are none. */
  colour: (mark: Act | 'watching') => string
  bands: { cues: NamedBand[]; pins: NamedBand[]; offers: NamedBand[]; gaps: NamedBand[] }
}

export const kWidth = 1200
export const kHeight = 640
const kLeft = 64
const kRight = 1136
const kTop = 190
const kBottom = 590
const kInk = '#5A524A'
const kFont = "'Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
/** About as wide as a full-width sign of 12 px. */
const kSignWide = 12
const kTimeSteps = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400].map((seconds) => seconds * 1000)
const kMostTimes = 12

export function curveSvg(picture: Picture): string {
  const { curve, acts, parts, words, colour, bands } = picture
  const series = seriesOf(curve, acts, parts)
  const end = endOf(curve)
  const tops = { people: roundTop(mostOf(series.filter(({ mark }) => mark === 'watching'))), acts: roundTop(mostOf(series.filter(({ mark }) => mark !== 'watching'))) }
  const x = (at: number): number => kLeft + (Math.min(at, end) / end) * (kRight - kLeft)
  const drawn = series.map((one) => drawSeries(one, curve.step_ms, x, one.mark === 'watching' ? tops.people : tops.acts, colour(one.mark)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${kWidth} ${kHeight}" width="${kWidth}" height="${kHeight}" font-family="${kFont}" font-size="12" fill="${kInk}">`,
    `<title>${escaped(words.title)}</title><rect width="${kWidth}" height="${kHeight}" fill="#FFFDFA"/>`,
    `<text x="24" y="36" font-size="19" font-weight="700" fill="#1E1B18">${escaped(words.title)}</text>`,
    legend(series, words, colour),
    row(bands.cues, 88, '#F2EDE4', kInk, x, end),
    row(bands.pins, 114, '#E6EDF3', '#163A5B', x, end),
    ...bands.offers.map((band) => stretch(band, '#FBE9E3', '#C0341F', 156, x, end)),
    ...bands.gaps.map((band) => stretch(band, '#FAEFD3', '#7D5200', 172, x, end)),
    axes(tops, acts.size > 0, words, end, x),
    ...drawn,
    '</svg>',
  ].join('\n')
}

function legend(series: readonly Series[], words: SvgWords, colour: Picture['colour']): string {
  let left = 24
  return series.map(({ mark, part }) => {
    const name = `${mark === 'watching' ? words.watching : words.acts[mark]} (${words.parts[part]})`
    const at = left
    left += 34 + wide(name)
    return `<path d="M${at} 60h20" stroke="${colour(mark)}" stroke-width="3"${dashed(part)}/><text x="${at + 26}" y="64">${escaped(name)}</text>`
  }).join('')
}

function row(bands: readonly NamedBand[], top: number, fill: string, ink: string, x: (at: number) => number, end: number): string {
  return bands.map((band) => {
    const from = x(band.from_ms)
    const width = Math.max(0, x(band.until_ms ?? end) - from - 2)
    return `<rect x="${n(from)}" y="${top}" width="${n(width)}" height="22" rx="4" fill="${fill}"/><text x="${n(from + 6)}" y="${top + 15}" fill="${ink}">${escaped(cut(band.name, width - 10))}</text>`
  }).join('')
}

/** What lies behind the curve from top to bottom, with its name above. */
function stretch(band: NamedBand, fill: string, ink: string, label: number, x: (at: number) => number, end: number): string {
  const from = x(band.from_ms)
  const width = Math.max(2, x(band.until_ms ?? end) - from)
  return `<rect x="${n(from)}" y="144" width="${n(width)}" height="${kBottom - 144}" fill="${fill}" opacity=".8"/><text x="${n(from + 4)}" y="${label}" fill="${ink}" font-weight="700">${escaped(cut(band.name, kRight - from))}</text>`
}

function axes(tops: { people: number; acts: number }, withActs: boolean, words: SvgWords, end: number, x: (at: number) => number): string {
  const lines = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const y = kBottom - part * (kBottom - kTop)
    const acts = withActs ? `<text x="${kRight + 8}" y="${y + 4}">${(tops.acts * part).toLocaleString('en')}</text>` : ''
    return `<path d="M${kLeft} ${y}H${kRight}" stroke="#E5DDD0"/><text x="${kLeft - 8}" y="${y + 4}" text-anchor="end">${(tops.people * part).toLocaleString('en')}</text>${acts}`
  })
  const step = kTimeSteps.find((each) => end / each <= kMostTimes) ?? kTimeSteps.at(-1)!
  const times = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => `<text x="${n(x(index * step))}" y="${kBottom + 20}" text-anchor="middle">${clock(index * step)}</text>`)
  const units = `<text x="${kLeft - 8}" y="${kTop - 12}" text-anchor="end">${escaped(words.people)}</text>${withActs ? `<text x="${kRight + 8}" y="${kTop - 12}">${escaped(words.times)}</text>` : ''}`
  return [...lines, ...times, units].join('')
}

function drawSeries({ mark, part, values }: Series, stepMs: number, x: (at: number) => number, top: number, colour: string): string {
  const y = (value: number): number => kBottom - (value / top) * (kBottom - kTop)
  const middle = (index: number): number => x((index + 0.5) * stepMs)
  if (mark === 'orders') {
    const wide = Math.max(1, (x(stepMs) - x(0)) * 0.4)
    const bars = values.map((value, index) => (value > 0 ? `M${n(middle(index) + (part === 'live' ? -wide : 0))} ${kBottom}V${n(y(value))}h${n(wide)}V${kBottom}z` : '')).join('')
    return `<path d="${bars}" fill="${colour}"${part === 'archive' ? ' opacity=".5"' : ''}/>`
  }
  const line = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${n(middle(index))} ${n(y(value))}`).join('')
  const area = mark === 'watching' && part === 'live' && values.length > 0 ? `<path d="${line}L${n(middle(values.length - 1))} ${kBottom}L${n(middle(0))} ${kBottom}Z" fill="${colour}" opacity=".1"/>` : ''
  return `${area}<path d="${line}" fill="none" stroke="${colour}" stroke-width="${mark === 'watching' ? 2.25 : 1.75}" stroke-linejoin="round"${dashed(part)}/>`
}

function dashed(part: Part): string {
  return part === 'archive' ? ' stroke-dasharray="5 4"' : ''
}

const n = (value: number): string => String(Math.round(value * 10) / 10)

function wide(text: string): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2000' ? kSignWide : kSignWide * 0.58), 0)
}

function cut(text: string, room: number): string {
  if (wide(text) <= room) return text
  let kept = ''
  for (const sign of text) {
    if (wide(`${kept}${sign}…`) > room) break
    kept += sign
  }
  return kept === '' ? '' : `${kept}…`
}

/** Also drops what no XML may hold. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
}
