// 「常連さん: さくらさん（5回目・ファン）」: who came just now, for as long as one takes to greet them.
import type { Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { withoutTold, type Regular, type Regulars } from '../live/regulars.ts'
import { fanWords } from '../messages/fans.ts'
import { LevelMark } from './level_mark.tsx'
import './greeting.css'

/** Long enough to finish a sentence and say hello. */
const kToldMs = 20_000

export function Greetings({ regulars }: { regulars: Signal<Regulars> }) {
  const { told } = regulars.value
  if (told.length === 0) return null
  return (
    <ul class="greetings" aria-live="polite" data-test="regulars">
      {told.map((regular) => <Greeting key={regular.seq} regular={regular} onEnd={() => (regulars.value = withoutTold(regulars.value, regular.seq))} />)}
    </ul>
  )
}

function Greeting({ regular, onEnd }: { regular: Regular; onEnd: () => void }) {
  const words = fanWords()
  useEffect(() => {
    const timer = setTimeout(onEnd, kToldMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <li data-test="regular" data-name={regular.name} data-visit={regular.visit}>
      <Icon name="heart" size="s" filled />
      <span class="greeting-words"><small>{words.regular}</small><b class="who">{words.named(regular.name)}</b></span>
      <span class="n">{words.visit(regular.visit)}</span>
      {regular.level && <LevelMark level={regular.level} />}
      <button type="button" class="icon-btn" onClick={onEnd} aria-label={`${words.closeRegular}: ${regular.name}`}><Icon name="close" size="s" /></button>
    </li>
  )
}
