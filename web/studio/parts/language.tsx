// Switching between Japanese and English; the button is written in the language it leads to.
import { Icon } from '../../shared/icons.tsx'
import { language, setLanguage } from '../../shared/i18n.ts'
import { sharedWords } from '../../shared/messages/words.ts'

export function LanguageButton() {
  const words = sharedWords()
  const other = language.value === 'ja' ? 'en' : 'ja'
  return (
    <button type="button" class="language" lang={other} onClick={() => setLanguage(other)} data-test="language">
      <Icon name="globe" size="s" />
      {words.otherLanguage}
    </button>
  )
}
