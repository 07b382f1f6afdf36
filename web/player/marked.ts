// Where the words of a search stand in a text, whatever their case and kana. Pure.

/** Katakana as hiragana, in small letters: one character stays one, so that places stay places. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
}

export interface Piece {
  text: string
  found: boolean
}

/** `text` cut at every place of a word of `q`. What the server found by its width alone stays unmarked. */
export function pieces(text: string, q: string): Piece[] {
  const words = folded(q.normalize('NFKC')).split(/\s+/).filter(Boolean)
  const there = folded(text)
  if (words.length === 0 || there.length !== text.length) return [{ text, found: false }]
  const cut: Piece[] = []
  let from = 0
  while (from < text.length) {
    const next = words
      .map((word) => ({ at: there.indexOf(word, from), length: word.length }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.length - a.length)[0]
    if (!next) break
    if (next.at > from) cut.push({ text: text.slice(from, next.at), found: false })
    cut.push({ text: text.slice(next.at, next.at + next.length), found: true })
    from = next.at + next.length
  }
  if (from < text.length) cut.push({ text: text.slice(from), found: false })
  return cut
}
