// A text with the words that were looked for marked in it.
import { pieces } from './marked.ts'

export function Marked({ text, q }: { text: string; q: string }) {
  return <span>{pieces(text, q).map((piece, index) => (piece.found ? <mark key={index}>{piece.text}</mark> : piece.text))}</span>
}
