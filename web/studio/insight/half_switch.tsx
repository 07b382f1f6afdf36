// Live, archive, or both together.
import { insightWords } from '../messages/insight.ts'
import { kHalves, type Half } from './insight_api.ts'

export function HalfSwitch({ half, onChange }: { half: Half; onChange: (half: Half) => void }) {
  const words = insightWords()
  return (
    <div class="segments" role="group" aria-label={words.halfLabel}>
      {kHalves.map((one) => <button key={one} type="button" aria-pressed={half === one} onClick={() => onChange(one)} data-test={`half-${one}`}>{words.halves[one]}</button>)}
    </div>
  )
}
