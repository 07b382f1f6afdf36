// The encoder's state: one word, a line of bitrate, the numbers, and each thing that is wrong as a sentence.
import { Icon } from '../../shared/icons.tsx'
import { liveWords } from '../messages/live.ts'
import { secondWords } from '../messages/second.ts'
import { simulcastWords } from '../messages/simulcast.ts'
import { sparkline, verdict } from './health.ts'
import { kSamples, type Room } from './room.ts'
import { troubled } from './relays.ts'
import { secondNote } from './second.ts'

const kWidth = 340
const kHeight = 38

export function HealthCard({ room }: { room: Room }) {
  const words = liveWords()
  const show = room.show.value
  const health = room.health.value
  const judged = verdict(health, show.state === 'live')
  const { reasons } = judged
  const on = health?.connected === true
  const second = health?.second_rendition
  const note = secondNote(health, second !== undefined && second.state !== 'off')
  const cut = on ? troubled(health.simulcast) : []
  const tone = on && (note?.tone === 'warn' || cut.length > 0) && judged.tone === 'ok' ? 'warn' : judged.tone
  return (
    <section class={`cardx health ${tone}`} aria-labelledby="health" data-test="health" data-tone={tone}>
      <div class="ch">
        <Icon name="signal" size="s" />
        <h2 id="health">{words.health}</h2>
        <span class={`tag ${tone === 'idle' ? '' : tone}`} data-test="health-word">{words.tone[tone]}</span>
        {on && <span class="m">{health.protocol === 'browser' ? words.fromPage : (health.protocol ?? '').toUpperCase()}</span>}
      </div>
      <div role="status">
        {reasons.filter((reason) => reason.why !== 'good').map((reason) => (
          <p key={reason.why} class={`why ${reason.tone}`} data-test={`health-${reason.why}`}>
            <Icon name={reason.tone === 'idle' ? 'info' : 'alert'} size="s" />
            <span>{words.reason[reason.why](reason.values)}{reason.why === 'waiting' && <> <a href={`/studio/shows/${encodeURIComponent(show.id)}`}>{words.encoderSettings}</a></>}</span>
          </p>
        ))}
        {on && note && (note.tone === 'warn' || note.why === 'small') && (
          <p class={`why ${note.tone === 'warn' ? 'warn' : 'idle'}`} data-test={`second-${note.why}`}>
            <Icon name={note.tone === 'warn' ? 'alert' : 'info'} size="s" />
            <span>{note.why === 'small' ? secondWords().small(note.values) : secondWords().state[note.why]!(note.values)}</span>
          </p>
        )}
        {cut.map((relay) => (
          <p key={relay.id} class="why warn" data-test="relay-trouble">
            <Icon name="alert" size="s" />
            <span>{simulcastWords().trouble(relay.name)}</span>
          </p>
        ))}
      </div>
      {on && (
        <>
          <svg class="spark" viewBox={`0 0 ${kWidth} ${kHeight}`} preserveAspectRatio="none" role="img" aria-label={words.sparkline}>
            <path class="base" d={`M0 ${kHeight - 1}H${kWidth}`} />
            <path class="line" d={sparkline(room.samples.value, kSamples, kWidth, kHeight)} />
          </svg>
          <dl class="hl">
            <div><dt>{words.bitrate}</dt><dd class="n" data-test="bitrate">{((health.bitrate_bps ?? 0) / 1e6).toFixed(1)}<small>Mbps</small></dd></div>
            <div><dt>{words.fps}</dt><dd class="n">{Math.round(health.fps ?? 0)}<small>{words.perSecond}</small></dd></div>
            <div><dt>{words.size}</dt><dd class="n">{health.width && health.height ? `${health.width}×${health.height}` : '—'}</dd></div>
            <div>
              <dt>{words.audio}</dt>
              <dd class="n">{health.audio ? <>{+(health.audio.sample_rate / 1000).toFixed(1)}<small>kHz {health.audio.channels === 1 ? words.mono : words.stereo}</small></> : '—'}</dd>
            </div>
            <div><dt>{words.keyFrames}</dt><dd class="n">{((health.key_frame_interval_ms ?? 0) / 1000).toFixed(1)}<small>{words.seconds}</small></dd></div>
            {note?.why === 'running' && <div><dt>{secondWords().name}</dt><dd class="n" data-test="second-running">{note.values.mbps}<small>Mbps</small></dd></div>}
          </dl>
        </>
      )}
    </section>
  )
}
