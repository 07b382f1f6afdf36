// The regulars of one show as staff are told of them: whose lines carry which level, and who is greeted now. Pure.
import { kLevels, type FanLevel } from '../fans/fans_api.ts'
import type { StaffEvent } from './chat_model.ts'

export interface Regular {
  seq: number
  name: string
  /** 5 in the fifth show they watch. */
  visit: number
  level: FanLevel | null
}

export interface Regulars {
  /** By the pseudonym that their lines of chat stand under. */
  marks: ReadonlyMap<string, FanLevel>
  /** Who came just now and is told, the newest last. */
  told: readonly Regular[]
}

/** Told at once: more names than that nobody greets. */
export const kMostTold = 2

export const kNoRegulars: Regulars = { marks: new Map(), told: [] }

/** `fresh` events happen now; of past ones only the marks are taken. The same object when none concerns it. */
export function withRegulars(regulars: Regulars, events: readonly StaffEvent[], fresh: boolean): Regulars {
  const arrived = events.filter(({ kind }) => kind === 'regular.arrived')
  if (arrived.length === 0) return regulars
  const marks = new Map(regulars.marks)
  let told = regulars.told
  for (const event of arrived) {
    const level = kLevels.includes(event.data['level'] as FanLevel) ? (event.data['level'] as FanLevel) : null
    const { id = '', name = '' } = event.by ?? {}
    if (level) marks.set(id, level)
    if (fresh && name && event.data['told'] === true && !told.some(({ seq }) => seq === event.seq)) {
      told = [...told, { seq: event.seq, name, visit: Number(event.data['visit']), level }].slice(-kMostTold)
    }
  }
  return { marks, told }
}

export function withoutTold(regulars: Regulars, seq: number): Regulars {
  return { ...regulars, told: regulars.told.filter((each) => each.seq !== seq) }
}
