// The colour that the page around a frame asks for. Pure.

const kContrast = 4.5

/** Red, green and blue of `#rgb` or `#rrggbb`; null for anything else. */
function channels(text: string): [number, number, number] | null {
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim())?.[1]
  if (!hex) return null
  const whole = hex.length === 3 ? [...hex].map((c) => c + c).join('') : hex
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16)) as [number, number, number]
}

/** Relative luminance (WCAG 2.2). */
function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((value) => {
    const c = value / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The colour, made darker until white text can be read on it; null when it is no colour of the form #rrggbb. */
export function readableAccent(text: string): string | null {
  let rgb = channels(text)
  if (!rgb) return null
  while (1.05 / (luminance(rgb) + 0.05) < kContrast) rgb = rgb.map((value) => Math.floor(value * 0.94)) as typeof rgb
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
