// Mentions chosen for the wall: how their permission stands, noting what their authors said, taking them off.
import { useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { blocksWords } from '../messages/blocks.ts'
import { common } from '../messages/common.ts'
import { inboxWords } from '../messages/inbox.ts'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { mayChoose } from '../sharing/may.ts'
import { blocksApi, type Permission, type WallMention } from './blocks_api.ts'
import { ChooseMentions } from './choose_mentions.tsx'
import { type Noted, PermissionDialog } from './permission_dialog.tsx'

const kTones: Record<Permission, string> = { none: '', asked: 'info', granted: 'ok', withdrawn: 'warn' }
/** What may be noted next. */
const kNext: Record<Permission, Noted[]> = { none: ['asked', 'granted'], asked: ['granted', 'withdrawn'], granted: ['withdrawn'], withdrawn: ['asked', 'granted'] }

export function WallPanel({ products, onChanged }: { products: Product[]; onChanged: () => void }) {
  const words = blocksWords()
  const loaded = useLoaded('the wall', blocksApi.mentions)
  const [choosing, setChoosing] = useState(false)
  const [noting, setNoting] = useState<{ mention: WallMention; permission: Noted } | null>(null)
  const page = loaded.data
  const changed = (): void => {
    loaded.reload()
    onChanged()
  }
  const drop = async (mention: WallMention): Promise<void> => {
    try {
      await blocksApi.dropMention(mention.id)
      changed()
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    }
  }
  return (
    <section class="panel" data-test="wall">
      <div class="panel-head">
        <h2>{words.wall}</h2>
        {mayChoose() && <button type="button" class="btn small" onClick={() => setChoosing(true)} data-test="choose-mentions"><Icon name="plus" size="s" />{words.chooseMentions}</button>}
      </div>
      <p class="hint">{words.wallLead}</p>
      {!page && (loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />)}
      {page && page.items.length === 0 && <p class="blocks-none">{words.noWall}</p>}
      <ul class="blocks-list">
        {page?.items.map((mention) => <Mention key={mention.id} mention={mention} onNote={(permission) => setNoting({ mention, permission })} onDrop={() => void drop(mention)} />)}
      </ul>
      {!mayChoose() && <p class="hint">{words.readOnly}</p>}
      {choosing && <ChooseMentions products={products} known={page?.items ?? []} onChosen={changed} onClose={() => setChoosing(false)} />}
      {noting && <PermissionDialog {...noting} onClose={() => setNoting(null)} onNoted={() => { setNoting(null); changed() }} />}
    </section>
  )
}

function Mention({ mention, onNote, onDrop }: { mention: WallMention; onNote: (permission: Noted) => void; onDrop: () => void }) {
  const words = blocksWords()
  return (
    <li class="wall-mention" data-test="wall-mention" data-permission={mention.permission} data-shown={mention.shown}>
      <div class="g">
        <p class="blocks-facts">
          <span class={`tag ${mention.changed || mention.gone ? 'warn' : kTones[mention.permission]}`} data-test="permission">{words.permissions[mention.permission]}</span>
          <b class="who">{mention.author}</b>
          {mention.network && <span>{inboxWords().networks[mention.network] ?? mention.network}</span>}
          {mention.at && <time class="n" dateTime={mention.at}>{date(new Date(mention.at), language.value)}</time>}
          {mention.url && <a href={mention.url} target="_blank" rel="nofollow ugc noopener noreferrer">{words.original}</a>}
        </p>
        {mention.text && <p class="blocks-text who">{mention.text}</p>}
        {mention.product && <p class="blocks-facts"><span class="tag who">{mention.product.title}</span></p>}
        {(mention.changed || mention.gone) && <p class="note warn"><Icon name="alert" size="s" /><span>{mention.gone ? words.gone : words.changed}</span></p>}
        {mention.notes.length > 0 && <History mention={mention} />}
        {mayChoose() && (
          <div class="blocks-acts">
            {!mention.gone && (mention.changed ? ['granted' as const, ...kNext.granted] : kNext[mention.permission]).map((one) => <button key={one} type="button" class="btn small" onClick={() => onNote(one)} data-test={`note-${one}`}>{words.note[one]}</button>)}
            <button type="button" class="btn small quiet" onClick={onDrop} data-test="drop-mention">{words.drop}</button>
          </div>
        )}
      </div>
    </li>
  )
}

function History({ mention }: { mention: WallMention }) {
  const words = blocksWords()
  return (
    <details class="lines">
      <summary>{words.history}</summary>
      <ul class="blocks-history">
        {mention.notes.map((note, at) => (
          <li key={at}><b>{words.said[note.permission]}</b>{note.note && <span class="who">{note.note}</span>}<small><span class="who">{note.by.name}</span>{common().dot}<span class="n">{date(new Date(note.at), language.value)}</span></small></li>
        ))}
      </ul>
    </details>
  )
}
