// What saved products had told of them: how many were told, returned and ordered, by reason; what most people keep.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { returningWords } from '../messages/returning.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { mayRunCampaigns, mayTakeOut } from '../sharing/may.ts'
import { QuietDialog } from './quiet_dialog.tsx'
import { kDays, returningApi, share, type Figures, type Kept } from './returning_api.ts'
import { StoryDialog } from './story_dialog.tsx'
import './returning.css'

const figure = (value: number): string => value.toLocaleString('en')

export function ReturningPanel() {
  const words = returningWords()
  const [days, setDays] = useState<number>(30)
  const loaded = useLoaded(`returning ${days}`, () => returningApi.figures(days))
  const [telling, setTelling] = useState<Kept | null>(null)
  const figures = loaded.data
  if (!figures) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  return (
    <div class="returning" data-test="returning">
      <div class="order-filters spread-sort">
        <Quiet />
        <label class="select">
          <span class="vh">{words.daysLabel}</span>
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))} data-test="days">
            {kDays.map((one) => <option key={one} value={one}>{words.days(one)}</option>)}
          </select>
        </label>
      </div>
      {figures.saved === 0 && figures.told === 0 ? (
        <div class="empty" data-test="empty">
          <Icon name="bookmark" />
          <h2>{words.emptyTitle}</h2>
          <p>{words.emptyText}</p>
          <a class="btn do" href="/studio">{words.toShows}</a>
        </div>
      ) : (
        <>
          <Steps figures={figures} />
          <ByReason figures={figures} />
          {figures.most_kept.length > 0 && <MostKept kept={figures.most_kept} onTell={setTelling} />}
        </>
      )}
      {telling && <StoryDialog kept={telling} onClose={() => setTelling(null)} />}
    </div>
  )
}

function Quiet() {
  const words = returningWords()
  const loaded = useLoaded('quiet hours', returningApi.quiet)
  const [changing, setChanging] = useState(false)
  if (!loaded.data) return <span />
  const { quiet_from, quiet_until, zone } = loaded.data
  return (
    <div class="returning-quiet">
      <p class="hint n" data-test="quiet-now"><Icon name="clock" size="s" />{words.quietNow(quiet_from, quiet_until)}<small>{zone}</small></p>
      {mayRunCampaigns() && <button type="button" class="btn small" onClick={() => setChanging(true)} data-test="change-quiet">{words.quiet}</button>}
      {changing && <QuietDialog hours={loaded.data} onClose={() => setChanging(false)} onSaved={(hours) => { loaded.set(hours); setChanging(false) }} />}
    </div>
  )
}

function Steps({ figures }: { figures: Figures }) {
  const words = returningWords()
  const { saved, people, told, by_mail, returned, ordered } = figures
  const steps = [
    { name: 'saved', label: words.saved, value: saved, why: words.meaning.saved(people) },
    { name: 'told', label: words.told, value: told, why: words.meaning.told(by_mail) },
    { name: 'returned', label: words.returned, value: returned, why: words.meaning.returned, of: words.ofTold(share(returned, told)) },
    { name: 'ordered', label: words.ordered, value: ordered, why: words.meaning.ordered, of: words.ofTold(share(ordered, told)) },
  ]
  return (
    <section class="panel">
      <dl class="spread-figures">
        {steps.map(({ name, label, value, why, of }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd class="n" data-test={`returning-${name}`}>{figure(value)}</dd>
            {of && <dd class="why"><b class="n">{of}</b></dd>}
            <dd class="why">{why}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function ByReason({ figures }: { figures: Figures }) {
  const words = returningWords()
  return (
    <section>
      <h2>{words.byReason}</h2>
      <table class="table returning-reasons">
        <thead>
          <tr>
            <th scope="col">{words.reason}</th>
            <th scope="col" class="num">{words.told}</th>
            <th scope="col" class="num">{words.returned}</th>
            <th scope="col" class="num">{words.ordered}</th>
            <th scope="col" class="wide num">{words.rate}</th>
          </tr>
        </thead>
        <tbody>
          {figures.reasons.map(({ reason, told, returned, ordered }) => (
            <tr key={reason} data-test="reason-row" data-reason={reason} class={told === 0 ? 'none' : ''}>
              <th scope="row">{words.reasons[reason]}</th>
              <td class="num n" data-test="reason-told">{figure(told)}</td>
              <td class="num n" data-test="reason-returned">{figure(returned)}</td>
              <td class="num n" data-test="reason-ordered">{figure(ordered)}</td>
              <td class="wide num"><span class="rate"><span class="bar" aria-hidden="true"><i style={{ width: `${told === 0 ? 0 : (100 * returned) / told}%` }} /></span><span class="n">{share(returned, told)}</span></span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function MostKept({ kept, onTell }: { kept: Kept[]; onTell: (kept: Kept) => void }) {
  const words = returningWords()
  return (
    <section>
      <h2>{words.mostKept}</h2>
      <ul class="panel returning-kept">
        {kept.map((one) => (
          <li key={one.product.id} data-test="kept" data-product={one.product.id}>
            {one.product.picture ? <img src={one.product.picture.small} alt="" width="48" height="48" loading="lazy" /> : <span class="no-picture" aria-hidden="true"><Icon name="bag" size="s" /></span>}
            <span class="g"><a href={`/studio/products/${encodeURIComponent(one.product.id)}`}>{one.product.title}</a><small class="n">{words.left(one.product.left)}</small></span>
            <b class="n" title={words.keepingTitle}>{words.keeping(one.keeping)}</b>
            {mayTakeOut() && <button type="button" class="btn small" onClick={() => onTell(one)} data-test="tell-story"><Icon name="book" size="s" /><span>{words.story}</span></button>}
          </li>
        ))}
      </ul>
    </section>
  )
}
