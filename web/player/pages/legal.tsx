// A page that law or custom asks for, as the owner wrote it: paragraphs apart by an empty line, never HTML.
import { useEffect } from 'preact/hooks'
import { api } from '../../shared/api.ts'
import { language } from '../../shared/i18n.ts'
import { problemText, sharedWords } from '../../shared/messages/words.ts'
import { words } from '../messages/words.ts'
import { Notice, SiteFooter, SiteHeader } from '../parts.tsx'
import { shopName } from '../visit.ts'
import { useLoad } from './load.ts'
import './pages.css'

export function LegalPage({ page }: { page: string }) {
  const t = words()
  const { value, problem, again } = useLoad(() => api.legal(page))
  const title = t.legal[page] ?? t.nothingHere
  const missing = problem?.status === 404
  useEffect(() => {
    document.title = [title, shopName()].filter(Boolean).join(' | ')
  }, [title, language.value, shopName()])
  return (
    <>
      <SiteHeader current={null} />
      <main class="page legal" data-test="legal-page">
        {problem && !value && (
          <Notice title={missing ? t.legalMissing : t.loadFailed} text={missing ? t.legalMissingText : problemText(problem)}>
            {!missing && (
              <button type="button" class="btn do" onClick={again}>
                {sharedWords().retry}
              </button>
            )}
          </Notice>
        )}
        {value && (
          <>
            <h1>{title}</h1>
            {value.text.split(/\n{2,}/).map((paragraph, index) => (
              <p key={index}>{paragraph}</p>
            ))}
          </>
        )}
      </main>
      <SiteFooter />
    </>
  )
}
