// Words from the room that were chosen, and letting go of them.
import { useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { blocksWords } from '../messages/blocks.ts'
import { common } from '../messages/common.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { mayChoose } from '../sharing/may.ts'
import { blocksApi, type PickedLine } from './blocks_api.ts'
import { ChooseLines } from './choose_lines.tsx'

export function LinesPanel({ shows, onChanged }: { shows: Show[]; onChanged: () => void }) {
  const words = blocksWords()
  const loaded = useLoaded('chosen lines', () => blocksApi.lines(''))
  const [choosing, setChoosing] = useState(false)
  const [busy, setBusy] = useState(false)
  const page = loaded.data
  const act = async (run: () => Promise<unknown>): Promise<void> => {
    setBusy(true)
    try {
      await run()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const drop = (line: PickedLine) => act(async () => {
    await blocksApi.dropLine(line.id)
    loaded.reload()
    onChanged()
  })
  const more = () => act(async () => {
    const next = await blocksApi.lines('', page!.next)
    loaded.set({ ...next, items: [...page!.items, ...next.items] })
  })
  return (
    <section class="panel" data-test="chosen-lines">
      <div class="panel-head">
        <h2>{words.lines}</h2>
        {mayChoose() && <button type="button" class="btn small" onClick={() => setChoosing(true)} data-test="choose-lines"><Icon name="plus" size="s" />{words.chooseLines}</button>}
      </div>
      <p class="hint">{words.linesLead}</p>
      {!page && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {page && page.items.length === 0 && <p class="blocks-none">{words.noLines}</p>}
      <ul class="blocks-list">{page?.items.map((line) => <Line key={line.id} line={line} busy={busy} onDrop={() => void drop(line)} />)}</ul>
      {page?.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more-lines">{common().more}</button>}
      {choosing && <ChooseLines shows={shows} onChosen={() => { loaded.reload(); onChanged() }} onClose={() => setChoosing(false)} />}
    </section>
  )
}

function Line({ line, busy, onDrop }: { line: PickedLine; busy: boolean; onDrop: () => void }) {
  const words = blocksWords()
  return (
    <li data-test="chosen-line" data-shown={line.shown}>
      <div class="g">
        <p class="blocks-text who">{line.text ?? words.lineGone}</p>
        <p class="blocks-facts">
          {line.shown && <b class="who">{line.name || words.someone}</b>}
          <span class="who">{line.show.title}</span>
          {line.at !== null && <span class="n">{clock(line.at)}</span>}
          {line.product && <span class="tag who">{line.product.title}</span>}
          {!line.shown && <span class="tag warn">{words.notShown}</span>}
        </p>
      </div>
      {mayChoose() && <button type="button" class="btn small" disabled={busy} onClick={onDrop} data-test="drop-line">{words.drop}</button>}
    </li>
  )
}
