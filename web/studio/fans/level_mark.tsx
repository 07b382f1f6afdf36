// The level of a person, small beside their name. A shape for each, so that no colour alone says it.
import { fanWords } from '../messages/fans.ts'
import type { FanLevel } from './fans_api.ts'
import './level.css'

export function LevelMark({ level }: { level: FanLevel }) {
  return <span class={`fan-level is-${level}`} data-test="fan-level" data-level={level}>{fanWords().levels[level]}</span>
}
