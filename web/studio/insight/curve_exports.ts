// The curve to take away: as SVG, as PNG made of that, as CSV.
import { clock } from '../../shared/format.ts'
import { curveWords } from '../messages/insight_curve.ts'
import { fileName, saveCsv, saveFile } from '../parts/save_file.ts'
import { csvOf } from '../sharing/csv.ts'
import { curveRows, kColours, type Act, type Part } from './curve_model.ts'
import { curveSvg, kHeight, kWidth, type NamedBand, type Picture } from './curve_svg.ts'
import type { Band, Bands, Curve } from './insight_api.ts'

/** So that it stays sharp on paper. */
const kScale = 2

export interface Export {
  title: string
  curve: Curve
  acts: ReadonlySet<Act>
  parts: ReadonlySet<Part>
  products: ReadonlyMap<string, string>
}

/** Every band with the name that people read. */
export function namedBands({ pins, cues, offers, gaps }: Bands, products: ReadonlyMap<string, string>): Picture['bands'] {
  const words = curveWords()
  const named = <B extends Band>(list: readonly B[], name: (band: B) => string): NamedBand[] => list.map((band) => ({ from_ms: band.from_ms, until_ms: band.until_ms, name: name(band) }))
  return {
    cues: named(cues, ({ title }) => title),
    pins: named(pins, ({ product }) => products.get(product) ?? product),
    offers: named(offers, ({ title }) => title || words.rows.offers),
    gaps: named(gaps, ({ from_ms: from, until_ms: until }) => (until === null ? words.gapOpen : words.gap(clock(until - from)))),
  }
}

function svgOf({ title, curve, acts, parts, products }: Export): string {
  const words = curveWords()
  const colour = (mark: Act | 'watching'): string => getComputedStyle(document.documentElement).getPropertyValue(kColours[mark]).trim()
  return curveSvg({
    curve, acts, parts, colour,
    words: { title, watching: words.marks.watching, acts: words.marks, parts: words.parts, people: words.people, times: words.times },
    bands: namedBands(curve.bands, products),
  })
}

export const saveSvg = (made: Export): void => saveFile(`${fileName(made.title)}.svg`, new Blob([svgOf(made)], { type: 'image/svg+xml' }))

/** Fails where the browser cannot draw it. */
export async function savePng(made: Export): Promise<void> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(made))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = kWidth * kScale
  canvas.height = kHeight * kScale
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!png) throw new Error('no picture')
  saveFile(`${fileName(made.title)}.png`, png)
}

export function saveCurveCsv({ title, curve }: Export): void {
  const words = curveWords()
  saveCsv(`${fileName(title)}.csv`, csvOf(curveRows(curve, { at: words.at, ...words.parts, marks: words.marks })))
}
