// On a member's own page: accounts on networks that are theirs, and the code that proves another one.
import { useState } from 'preact/hooks'
import { call } from '../../shared/api.ts'
import { date, dateTime } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { linkingWords } from '../messages/linking.ts'
import { useLoad } from './load.ts'
import './linked_accounts.css'

interface Linked {
  member: boolean
  items: { id: string; network: string; author: string; linked_at: string }[]
  waiting: { code: string; until: string } | null
}

const kPath = '/api/me/linked-accounts'
const read = () => call<Linked>(kPath)

export function LinkedAccounts() {
  const t = linkingWords()
  const { value } = useLoad(read)
  const [changed, setChanged] = useState<Linked | null>(null)
  const now = changed ?? value
  if (!now?.member) return null
  const act = async (method: 'POST' | 'DELETE', path: string, done?: string): Promise<void> => {
    try {
      await call(path, { method, ...(method === 'POST' ? { body: { agreed: true } } : {}) })
      setChanged(await read())
      if (done) toast(done)
    } catch (cause) {
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  const copy = async (code: string): Promise<void> => {
    await navigator.clipboard?.writeText(code).then(() => toast(t.copied), () => {})
  }
  return (
    <section data-test="linked-accounts">
      <h2>{t.title}</h2>
      <div class="sheet-box prefs linked">
        <small class="phrase">{t.lead}</small>
        {now.items.length > 0 && <ul>
          {now.items.map(({ id, network, author, linked_at }) => (
            <li key={id}>
              <span class="who"><b>{author}</b><small>{t.networks[network] ?? network} · {t.linked(date(new Date(linked_at), language.value))}</small></span>
              <button type="button" class="btn quiet" onClick={() => void act('DELETE', `${kPath}/${id}`, t.unlinked)} data-test="unlink">{t.unlink}</button>
            </li>
          ))}
        </ul>}
        {now.waiting && <div class="code" data-test="linking-code">
          <p class="phrase">{t.say}</p>
          <p class="code-row"><code>{now.waiting.code}</code>{'clipboard' in navigator && <button type="button" class="btn quiet" onClick={() => void copy(now.waiting!.code)}>{t.copy}</button>}</p>
          <small>{t.until(dateTime(new Date(now.waiting.until), language.value))}</small>
        </div>}
        <button type="button" class="btn" onClick={() => void act('POST', kPath)} data-test="link-account">{now.waiting ? t.again : t.start}</button>
      </div>
    </section>
  )
}
