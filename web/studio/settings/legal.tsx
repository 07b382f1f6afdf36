// The pages that law or custom asks for: which are there, and writing them.
import { useState } from 'preact/hooks'
import type { LegalPage } from '../../shared/api.ts'
import { Field } from '../../shared/field.tsx'
import { toast } from '../../shared/toast.tsx'
import { checkoutWords } from '../messages/checkout.ts'
import { common } from '../messages/common.ts'
import { Drawer } from '../parts/drawer.tsx'
import { explain } from '../parts/explain.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { recallShop, shop } from '../shop.ts'
import { studioApi } from '../studio_api.ts'
import { SaveFoot } from './save_foot.tsx'

const kPages: LegalPage[] = ['tokushoho', 'terms', 'privacy']

export function LegalPages() {
  const words = checkoutWords()
  const [opened, setOpened] = useState<LegalPage | null>(null)
  const written = shop.value?.legal ?? []
  return (
    <section class="panel" aria-labelledby="legal">
      <h2 id="legal">{words.legal}</h2>
      <p class="hint">{words.legalLead}</p>
      <ul class="people legal" data-test="legal-pages">
        {kPages.map((page) => {
          const there = written.includes(page)
          return (
            <li key={page} data-page={page}>
              <span><b>{words.pages[page]}</b><span>{there ? words.written : words.notWritten}</span></span>
              {there && <a class="btn small" href={`/legal/${page}`} target="_blank" rel="noopener">{words.see}</a>}
              <button type="button" class="btn small" onClick={() => setOpened(page)} aria-label={`${there ? words.edit : words.write}: ${words.pages[page]}`} data-test="write-legal">{there ? words.edit : words.write}</button>
            </li>
          )
        })}
      </ul>
      {opened && (
        <Drawer title={words.pages[opened]!} onClose={() => setOpened(null)} test="legal-drawer">
          <LegalLoad page={opened} onDone={() => setOpened(null)} />
        </Drawer>
      )}
    </section>
  )
}

function LegalLoad({ page, onDone }: { page: LegalPage; onDone: () => void }) {
  const loaded = useLoaded(`legal ${page}`, async () => (shop.value?.legal.includes(page) ? studioApi.legal(page) : ''))
  if (loaded.problem) return <Failed problem={loaded.problem} again={loaded.reload} />
  return loaded.data === null ? <Waiting /> : <LegalForm page={page} known={loaded.data} onDone={onDone} />
}

function LegalForm({ page, known, onDone }: { page: LegalPage; known: string; onDone: () => void }) {
  const words = checkoutWords()
  const [text, setText] = useState(known)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await studioApi.saveLegal(page, text)
      await recallShop()
      toast(common().saved)
      onDone()
    } catch (cause) {
      setError(explain(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="stack" onSubmit={(event) => void save(event)} noValidate data-test="legal-form">
      <Field label={words.pages[page]!} rows={18} maxLength={20_000} hint={words.textHint} value={text} data-focus onInput={(event: { currentTarget: { value: string } }) => setText(event.currentTarget.value)} test="legal-text" />
      {page === 'tokushoho' && text === '' && <button type="button" class="btn small add-row" onClick={() => setText(words.tokushoho)} data-test="template">{words.template}</button>}
      <SaveFoot dirty={text !== known} busy={busy} error={error} />
    </form>
  )
}
