// On a member's own page: what their mail address may be used for outside of this shop. Off until they say so.
import { useState } from 'preact/hooks'
import { call } from '../../shared/api.ts'
import { date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { agreementWords, kWording, type Purpose } from '../messages/agreements.ts'
import { shopName } from '../visit.ts'
import { useLoad } from './load.ts'

interface Agreed { version: string; items: { purpose: Purpose; given: boolean; at: string | null }[] }

const read = () => call<Agreed>('/api/me/agreements')
const say = (purpose: Purpose, given: boolean) => call<Agreed>('/api/me/agreements', { method: 'PUT', body: { purpose, given, version: kWording } })

export function Agreements() {
  const t = agreementWords()
  const { value } = useLoad(read)
  const [said, setSaid] = useState<Agreed | null>(null)
  const now = said ?? value
  if (!now || now.items.length === 0) return null
  const shop = shopName() || t.thisShop
  const choose = async (purpose: Purpose, given: boolean): Promise<void> => {
    try {
      setSaid(await say(purpose, given))
      toast(given ? t.on : t.off)
    } catch (cause) {
      // The box goes back to what holds.
      setSaid({ ...now })
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  return (
    <section data-test="agreements">
      <h2>{t.title}</h2>
      <div class="sheet-box prefs agreements">
        <small class="phrase">{t.lead}</small>
        {now.items.map(({ purpose, given, at }) => (
          <div key={purpose} class="agreement">
            <label class="check-row">
              <input type="checkbox" checked={given} onChange={(event) => void choose(purpose, event.currentTarget.checked)} data-test={`agree-${purpose}`} />
              <span class="phrase">{t.words[purpose](shop)}</span>
            </label>
            {at && <small>{(given ? t.given : t.taken)(date(new Date(at), language.value))}</small>}
          </div>
        ))}
        <small class="phrase">{t.hint}</small>
      </div>
    </section>
  )
}
