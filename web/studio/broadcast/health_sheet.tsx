// How the line is, in a sentence and in figures, for whoever helps the presenter.
import { Dialog } from '../../shared/dialog.tsx'
import { broadcastWords } from '../messages/broadcast.ts'
import type { Stage } from './stage.ts'
import type { LineTone } from './verdict.ts'

export function HealthSheet({ open, onClose, stage, tone }: { open: boolean; onClose: () => void; stage: Stage; tone: LineTone }) {
  const words = broadcastWords()
  const { wanted, sent, delay, behind, dropped, returns, type } = stage.sender.sending.value
  const size = stage.stream.value?.getVideoTracks()[0]?.getSettings()
  const mbps = (bits: number) => words.mbps((bits / 1_000_000).toFixed(1))
  const rows: [string, string][] = [
    [words.figures.wanted, mbps(wanted)],
    [words.figures.sent, mbps(sent)],
    [words.figures.delay, words.ms(Math.round(delay))],
    [words.figures.behind, words.ms(Math.round(behind))],
    [words.figures.dropped, words.seconds((dropped / 1000).toFixed(1))],
    [words.figures.returns, words.times(returns)],
    [words.figures.size, `${size?.width ?? '?'} × ${size?.height ?? '?'}`],
    [words.figures.type, type.replace(/^video\//, '')],
  ]
  return (
    <Dialog open={open} onClose={onClose} title={words.health} kind="sheet" test="health-sheet">
      <p class="gap-below">{words.healthText[tone]}</p>
      <dl class="cast-figures">
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="n">{value}</dd></div>)}
      </dl>
    </Dialog>
  )
}
