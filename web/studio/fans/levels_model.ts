// The months of the levels as they are drawn and told. Pure.
import { kLevels, type LevelMonth, type Move } from './fans_api.ts'

export const peopleOf = ({ levels }: LevelMonth): number => kLevels.reduce((sum, level) => sum + levels[level], 0)

const place = (level: Move['from']): number => (level === null ? -1 : kLevels.indexOf(level))

/** Those of a month that went up and down, the most first. */
export function directed(moves: readonly Move[]): { up: Move[]; down: Move[] } {
  const most = [...moves].sort((one, other) => other.people - one.people)
  const rises = ({ from, to }: Move): boolean => place(to) > place(from)
  return { up: most.filter(rises), down: most.filter((move) => !rises(move)) }
}

/** One path for each level, from the lowest, each upon what stands below it; a column is 1 wide, `height` is `top` people. */
export function columns(months: readonly LevelMonth[], top: number, height: number): string[] {
  return kLevels.map((level, index) => months.map(({ levels }, month) => {
    if (levels[level] === 0) return ''
    const below = kLevels.slice(0, index).reduce((sum, each) => sum + levels[each], 0)
    const y = (people: number): string => (height - (people / top) * height).toFixed(2)
    return `M${month + 0.15} ${y(below)}h0.7V${y(below + levels[level])}h-0.7z`
  }).join(''))
}
