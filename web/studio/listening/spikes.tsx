// When mentions suddenly rose, and what happened then.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { listeningWords } from '../messages/listening.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { listeningApi, type Spike, type Trend } from './listening_api.ts'
import { times, type Point } from './listening_model.ts'
import { pointName } from './listening.tsx'
import { Words } from './voices.tsx'

/** The list begins with so many, the newest. */
const kShown = 6

export function SpikeList({ trend, chosen, onChoose }: { trend: Trend; chosen: Point; onChoose: (at: number) => void }) {
  const words = listeningWords()
  const [all, setAll] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const spikes = [...trend.spikes].reverse()
  return (
    <section class="panel listening-spikes" data-test="spikes">
      <h2>{words.spikes}</h2>
      {spikes.length === 0 && <p class="hint">{words.noSpikes}</p>}
      <ul class="spike-list">
        {(all ? spikes : spikes.slice(0, kShown)).map((spike) => {
          const at = Date.parse(spike.at)
          const shown = open === spike.at
          return (
            <li key={spike.at} class={at >= chosen.at && at < chosen.until ? 'here' : ''} data-test="spike">
              <button type="button" class="spike-head" aria-expanded={shown} onClick={() => {
                setOpen(shown ? null : spike.at)
                if (!shown) onChoose(at)
              }} data-test="spike-open">
                <Icon name="flag" size="s" />
                <span><b>{pointName(at, 'hour', true)}</b><small class="n">{words.spikeCount(spike.count, Math.round(spike.expected))}</small></span>
                <span class="tag offer n">{words.spike(times(spike) < 100 ? times(spike).toFixed(1) : Math.round(times(spike)).toLocaleString('en'))}</span>
                <Icon name={shown ? 'chevronDown' : 'chevronRight'} size="s" />
              </button>
              {shown && <Explanation spike={spike} />}
            </li>
          )
        })}
      </ul>
      {!all && spikes.length > kShown && <button type="button" class="btn small" onClick={() => setAll(true)}>{common().more}</button>}
    </section>
  )
}

function Explanation({ spike }: { spike: Spike }) {
  const words = listeningWords()
  const loaded = useLoaded(`spike ${spike.term} ${spike.at}`, () => listeningApi.spike(spike))
  const told = loaded.data
  return (
    <div class="explained" data-test="explained">
      {!told && !loaded.problem && <Waiting />}
      {Boolean(loaded.problem) && <Failed problem={loaded.problem} again={loaded.reload} />}
      {told && (
        <>
          <h3>{words.happened}</h3>
          {told.happenings.length === 0 && <p class="hint">{words.nothingHappened}</p>}
          <ul class="happenings">
            {told.happenings.map(({ what, at, show, title, name }, index) => (
              <li key={index} data-test="happening" data-what={what}>
                <time class="n" dateTime={at}>{clock(at)}</time>
                <span class="tag info">{words.what[what]}</span>
                {what === 'show' ? <a href={`/studio/shows/${encodeURIComponent(show)}`}>{title}</a> : what === 'campaign' ? <a href="/studio/sharing">{title}</a> : what === 'post' ? <a href="/studio/posts">{title}</a> : <span>{name || title}</span>}
              </li>
            ))}
          </ul>
          <h3>{words.words}</h3>
          <Words words={told.words} />
          {told.authors.length > 0 && (
            <>
              <h3>{words.heard}</h3>
              <ul class="heard">
                {told.authors.map(({ network, author, followers, boosts }) => <li key={`${network} ${author}`} data-test="heard"><b>@{author}</b><span class="tag">{network}</span><small class="n">{words.heardFacts(followers, boosts)}</small></li>)}
              </ul>
            </>
          )}
        </>
      )}
    </div>
  )
}

function clock(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', hour: '2-digit', minute: '2-digit' }).format(Date.parse(at))
}
