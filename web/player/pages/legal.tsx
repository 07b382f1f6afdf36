// A page that law or custom asks for, as the owner wrote it: paragraphs apart by an empty line, never HTML.
import { useEffect } from 'preact/hooks'
import { api } from '../../shared/api.ts'
import { language } from '../../shared/i18n.ts'
import { words } from '../messages/words.ts'
import { SiteFooter, SiteHeader } from '../parts.tsx'
import { shopName } from '../visit.ts'
import { useLoad } from './load.ts'
import { NotYet } from './not_yet.tsx'
import './pages.css'

export function LegalPage({ page }: { page: string }) {
  const t = words()
  const { value, problem, again } = useLoad(() => api.legal(page))
  const title = t.legal[page] ?? t.nothingHere
  useEffect(() => {
    document.title = [title, shopName()].filter(Boolean).join(' | ')
  }, [title, language.value, shopName()])
  return (
    <>
      <SiteHeader current={null} />
      <main class="page legal" data-test="legal-page">
        {!value && <NotYet problem={problem} again={again} missing={{ title: t.legalMissing, text: t.legalMissingText }} />}
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
