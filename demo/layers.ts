// Cuts a drawing of a presenter into layers that can move: the room behind, the head, the clothes, the arm with what
// it holds, the table in front. All five drawings are built in the same order, which is what this relies on.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const art = join(import.meta.dirname, 'art')

/** What of a drawing (390 × 844 units) a 9:16 picture shows. */
export const view = { x: 0, y: 10, width: 390, height: 390 * 16 / 9 }

export type Layers = {
  /** Gradients and filters, needed by every layer. */
  defs: string
  back: string
  /** Hair, neck and face, without the mouth. Turns about the neck. */
  head: string
  clothes: string
  /** Sleeve, hand, and what it holds. Turns about the elbow. */
  arm: (held: string) => string
  front: string
}

/** Mouths by how far they are open: 0 is the drawing's own. */
export type Mouths = [closed: string, half: string, open: string]

const between = (text: string, from: string, to: string) => {
  const start = text.indexOf(from)
  const end = text.indexOf(to, start + from.length)
  if (start < 0 || end < 0) throw new Error(`the drawing has no part from ${from} to ${to}`)
  return text.slice(start, end)
}

export function cut(drawing: string): Layers & { mouths: Mouths } {
  const svg = readFileSync(join(art, `${drawing}.svg`), 'utf8')
  const defs = between(svg, '<defs>', '</defs>') + '</defs>'
  const bodyAt = svg.indexOf('</g><g>', svg.indexOf('circle cx="322"'))
  const armAt = svg.indexOf('</g><g><path d="M352 640', bodyAt + 7)
  const tableAt = svg.indexOf('<rect x="-10" y="596"', armAt)
  const body = svg.slice(bodyAt + 7, armAt)
  const arm = svg.slice(armAt + 7, tableAt).replace(/<\/g>\s*$/, '')

  // Within the body: hair, neck, clothes (four paths), face.
  const clothesAt = body.indexOf('<path d="M40 640')
  const faceAt = body.indexOf('<ellipse cx="197"')
  const face = body.slice(faceAt)
  const mouthAt = face.search(/<path d="M18[04] 31[68]/)
  const hairAt = face.indexOf('<path d="M13', mouthAt)
  const mouth = face.slice(mouthAt, hairAt)
  const lips = /fill="(#[0-9A-F]{6})"/i.exec(mouth)?.[1] ?? '#A85B48'

  const heldAt = arm.indexOf('<g transform="translate(28')
  const heldEnd = arm.indexOf('</g>', heldAt) + 4
  return {
    defs,
    back: svg.slice(svg.indexOf('</defs>') + 7, bodyAt) + '</g>',
    head: body.slice(0, clothesAt) + face.slice(0, mouthAt) + face.slice(hairAt),
    clothes: body.slice(clothesAt, faceAt),
    arm: (held) => arm.slice(0, heldAt) + held + arm.slice(heldEnd),
    front: svg.slice(tableAt, svg.lastIndexOf('</svg>')),
    mouths: [mouth, openMouth(lips, 13, 6.5), openMouth(lips, 12, 10)],
  }
}

const openMouth = (lips: string, rx: number, ry: number) => `
<ellipse cx="197" cy="320" rx="${rx + 3}" ry="${ry}" fill="${lips}"/>
<ellipse cx="197" cy="320" rx="${rx - 1.5}" ry="${ry - 3.2}" fill="#4a1712"/>
<ellipse cx="197" cy="${320 + ry - 5}" rx="${rx - 5}" ry="${(ry - 3.2) / 2.2}" fill="#c9685c" opacity=".8"/>
<ellipse cx="202" cy="${320 + ry - 1.6}" rx="5" ry="1.1" fill="#fff" opacity=".35"/>`

const lipstick = (colour: string) => `<g transform="translate(284 348) rotate(-14)">
<path d="M5 30V12C5 5 12 -2 19 -4V30Z" fill="${colour}"/><path d="M8 28V13C8 10 9 7 11 5V28Z" fill="#fff" opacity=".35"/>
<rect x="3" y="28" width="18" height="16" fill="url(#gold)"/><rect x="1" y="42" width="22" height="52" rx="3" fill="url(#case)"/></g>`

const tube = `<g transform="translate(288 330) rotate(-10)"><path d="M0 0H28L26 70H2Z" fill="#F6EADB"/>
<path d="M4 2H10L9 68H5Z" fill="#fff" opacity=".6"/><rect x="3" y="70" width="22" height="22" rx="3" fill="url(#gold)"/>
<rect x="9" y="24" width="10" height="2" fill="#1e1b18" opacity=".5"/></g>`

const bottle = (colour: string) => `<g transform="translate(276 312) rotate(-8)"><rect x="15" y="0" width="16" height="24" rx="5" fill="#2b2521"/>
<rect x="13" y="22" width="20" height="9" fill="url(#gold)"/><rect x="1" y="30" width="44" height="86" rx="9" fill="${colour}"/>
<rect x="6" y="35" width="8" height="70" rx="4" fill="#fff" opacity=".45"/><rect x="15" y="50" width="18" height="24" rx="1" fill="#fffaf2" opacity=".9"/>
<rect x="19" y="57" width="10" height="1.6" fill="#1e1b18" opacity=".6"/><rect x="20" y="62" width="8" height="1.2" fill="#1e1b18" opacity=".4"/></g>`

const compact = `<g transform="translate(304 374) rotate(-10)"><circle r="38" fill="#2b2521"/><circle r="33" fill="url(#gold)"/>
<circle r="30" fill="#DF8468"/><path d="M-28 10A30 30 0 0 1 14 -26Z" fill="#fff" opacity=".22"/></g>`

const palette = `<g transform="translate(262 344) rotate(-8)"><rect width="92" height="56" rx="6" fill="#2b2521"/>
<rect x="3" y="3" width="86" height="50" rx="4" fill="#3a322c"/><rect x="8" y="7" width="23" height="19" rx="2" fill="#E3B79A"/>
<rect x="34" y="7" width="23" height="19" rx="2" fill="#B9745A"/><rect x="60" y="7" width="23" height="19" rx="2" fill="#7A4338"/>
<rect x="8" y="29" width="23" height="19" rx="2" fill="#D9A15F"/><rect x="34" y="29" width="23" height="19" rx="2" fill="#9C5F6D"/>
<rect x="60" y="29" width="23" height="19" rx="2" fill="#4C2B2E"/></g>`

const jar = `<g transform="translate(268 336) rotate(-8)"><rect x="2" y="0" width="66" height="26" rx="6" fill="url(#gold)"/>
<rect x="0" y="22" width="70" height="48" rx="9" fill="#FBF4EA"/><rect x="24" y="40" width="22" height="2" fill="#1e1b18" opacity=".45"/>
<rect x="28" y="46" width="14" height="1.6" fill="#1e1b18" opacity=".3"/></g>`

/** What a hand can hold. */
export const held = {
  akane: lipstick('#B33A2B'), kakishibu: lipstick('#A8512F'), sakuranezu: lipstick('#B77A76'),
  tsutsuji: lipstick('#C2385A'), budo: lipstick('#6E2B3A'),
  tube, compact, palette, jar, serum: bottle('#C9D1BA'), oil: bottle('#D9A441'),
}
export type Held = keyof typeof held

/** A product's drawing (120 × 120 units) apart from its ground, to stand on a larger one of the same tint. */
export function product(name: string): { defs: string; tint: string; shapes: string } {
  const svg = readFileSync(join(art, `${name}.svg`), 'utf8')
  const floor = '<path d="M0 92H120V120H0Z" fill="#000" opacity=".05"/>'
  const shapesAt = svg.indexOf(floor) + floor.length
  const [, light, deep] = /id="pb".*?stop-color="(#\w+)".*?stop-color="(#\w+)"/.exec(svg) ?? []
  if (!deep) throw new Error(`${name}.svg has no ground`)
  return { defs: between(svg, '<defs>', '</defs>') + '</defs>', tint: mixed(light!, deep), shapes: svg.slice(shapesAt, svg.lastIndexOf('</svg>')) }
}

/** The colour half way between two. */
function mixed(a: string, b: string): string {
  const parts = [1, 3, 5].map((i) => (parseInt(a.slice(i, i + 2), 16) + parseInt(b.slice(i, i + 2), 16)) >> 1)
  return '#' + parts.map((part) => part.toString(16).padStart(2, '0')).join('')
}
