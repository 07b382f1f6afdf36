// Finding lines in a show's chat and choosing them.
import { useState } from 'preact/hooks'
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { toast } from '../../shared/toast.tsx'
import { blocksWords } from '../messages/blocks.ts'
import { common } from '../messages/common.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { blocksApi, type LineCandidate } from './blocks_api.ts'

interface Props { shows: Show[]; onChosen: () => void; onClose: () => void }

export function ChooseLines({ shows, onChosen, onClose }: Props) {
  const words = blocksWords()
  const [show, setShow] = useState(shows[0]?.id ?? '')
  const [text, setText] = useState('')
  return (
    <Drawer title={words.chooseLines} onClose={onClose} test="choose-lines-drawer" wide>
      <div class="blocks-find">
        <label class="select">
          <span class="vh">{words.ofShow}</span>
          <select value={show} onChange={(event) => setShow(event.currentTarget.value)} data-test="lines-show">
            <option value="">{`${words.ofShow}: ${words.choose}`}</option>
            {shows.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
          </select>
        </label>
        <input type="search" value={text} maxLength={100} placeholder={words.search} aria-label={words.search} onChange={(event) => setText(event.currentTarget.value.trim())} data-test="lines-search" data-focus />
      </div>
      {show ? <Candidates key={`${show} ${text}`} show={show} text={text} onChosen={onChosen} /> : <p class="hint">{words.pickShow}</p>}
    </Drawer>
  )
}

function Candidates({ show, text, onChosen }: { show: string; text: string; onChosen: () => void }) {
  const words = blocksWords()
  const loaded = useLoaded(`lines ${show} ${text}`, () => blocksApi.candidates(show, text))
  const [busy, setBusy] = useState(false)
  const page = loaded.data
  if (!page) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  const act = async (run: () => Promise<void>): Promise<void> => {
    setBusy(true)
    try {
      await run()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  const pick = (line: LineCandidate) => act(async () => {
    await blocksApi.pickLine(show, line.seq)
    loaded.set({ ...page, items: page.items.map((one) => (one === line ? { ...one, picked: true } : one)) })
    onChosen()
  })
  const more = () => act(async () => {
    const next = await blocksApi.candidates(show, text, page.next)
    loaded.set({ ...next, items: [...page.items, ...next.items] })
  })
  return (
    <>
      {page.items.length === 0 && !page.next && <p class="hint">{words.noCandidates}</p>}
      <ul class="blocks-list">
        {page.items.map((line) => (
          <li key={line.seq} data-test="candidate-line">
            <div class="g">
              <p class="blocks-text who">{line.text}</p>
              <p class="blocks-facts"><b class="who">{line.name || words.someone}</b><span class="n">{clock(line.at)}</span>{line.product && <span class="tag who">{line.product.title}</span>}</p>
            </div>
            {line.picked ? <span class="tag ok">{words.picked}</span> : <button type="button" class="btn small" disabled={busy} onClick={() => void pick(line)} data-test="pick-line">{words.pick}</button>}
          </li>
        ))}
      </ul>
      {page.next && <button type="button" class="btn" disabled={busy} onClick={() => void more()} data-test="more-candidates">{common().more}</button>}
    </>
  )
}
