// Who is spoken of: the shop against its rivals, products and staff, and the words that rose.
import { listeningWords } from '../messages/listening.ts'
import { useLoaded } from '../parts/load.tsx'
import { listeningApi, type Trend, type Word } from './listening_api.ts'
import { sharesOf } from './listening_model.ts'

const kDayMs = 86_400_000
const kLeastDaysBefore = 7

const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`

export function Voices({ trend }: { trend: Trend }) {
  const words = listeningWords()
  const shares = sharesOf(trend.voices)
  const named = trend.voices.filter(({ kind }) => kind === 'product' || kind === 'staff').sort((one, other) => other.count - one.count)
  const most = Math.max(1, ...named.map(({ count }) => count))
  return (
    <section class="panel listening-voices" data-test="voices">
      <h2>{words.voices}</h2>
      {shares.length === 0 ? <p class="hint">{words.noVoices}</p> : (
        <>
          <ul class="voice-list">
            {shares.map(({ id, name, kind, count, share, shareBefore, counting }) => (
              <li key={id} data-test="voice" data-name={name} data-share={share.toFixed(3)}>
                <span class="voice-name"><b>{name}</b>{kind === 'rival' && <span class="tag">{words.termKinds.rival}</span>}</span>
                <b class="n voice-share">{counting ? words.counting : percent(share)}</b>
                <span class={`bar ${kind === 'rival' ? 'is-rival' : ''}`} aria-hidden="true"><i style={{ width: `${share * 100}%` }} /></span>
                <small class="n">{words.mentions(count)}{shareBefore !== null && ` (${words.shareBefore(percent(shareBefore))})`}</small>
              </li>
            ))}
          </ul>
          <p class="hint">{words.voicesHint}</p>
        </>
      )}
      {named.length > 0 && (
        <>
          <h3>{words.named}</h3>
          <ul class="voice-list">
            {named.map(({ id, name, kind, count, counting }) => (
              <li key={id} data-test="named" data-name={name}>
                <span class="voice-name"><b>{name}</b><span class="tag">{words.termKinds[kind]}</span></span>
                <b class="n voice-share">{counting ? words.counting : words.mentions(count)}</b>
                <span class="bar" aria-hidden="true"><i style={{ width: `${(count / most) * 100}%` }} /></span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Risen trend={trend} />
    </section>
  )
}

function Risen({ trend }: { trend: Trend }) {
  const words = listeningWords()
  const loaded = useLoaded(`words ${trend.term} ${trend.from} ${trend.to} ${trend.all}`, () => listeningApi.words(trend.term, trend.from, trend.to))
  const days = Math.max(kLeastDaysBefore, Math.round((Date.parse(trend.to) - Date.parse(trend.from)) / kDayMs))
  return (
    <>
      <h3>{words.words}</h3>
      {loaded.data && <Words words={loaded.data.words} />}
      {loaded.data && loaded.data.words.length > 0 && <p class="hint">{words.wordsHint(days)}</p>}
    </>
  )
}

export function Words({ words: risen }: { words: Word[] }) {
  const words = listeningWords()
  if (risen.length === 0) return <p class="hint">{words.noWords}</p>
  return (
    <ul class="risen">
      {risen.map(({ word, now, before }) => <li key={word} data-test="risen" data-word={word}><b>{word}</b><small class="n">{words.wordCount(now, before)}</small></li>)}
    </ul>
  )
}
