// On one's own page: whether what one does may be used to recommend.
import { useState } from 'preact/hooks'
import { problemText } from '../../shared/messages/words.ts'
import { toast } from '../../shared/toast.tsx'
import { returningWords } from '../messages/returning.ts'
import { useLoad } from '../pages/load.ts'
import { returningApi } from './returning_api.ts'

export function RecommendChoice() {
  const t = returningWords()
  const { value } = useLoad(returningApi.allowed)
  const [chosen, setChosen] = useState<boolean | null>(null)
  if (!value) return null
  const choose = async (allowed: boolean): Promise<void> => {
    try {
      setChosen((await returningApi.allow(allowed)).allowed)
      toast(allowed ? t.on : t.off)
    } catch (cause) {
      setChosen(null)
      toast(problemText(cause), { tone: 'bad' })
    }
  }
  return (
    <section data-test="recommend-choice">
      <h2>{t.choice}</h2>
      <div class="sheet-box prefs">
        <label class="check-row">
          <input type="checkbox" checked={chosen ?? value.allowed} onChange={(event) => void choose(event.currentTarget.checked)} data-test="recommend-allowed" />
          <span class="phrase">{t.allow}</span>
        </label>
        <small class="phrase">{t.allowHint}</small>
      </div>
    </section>
  )
}
