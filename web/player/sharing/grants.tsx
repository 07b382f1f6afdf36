// What was granted to one person, each with its code to copy.
import { date } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { sharingWords } from '../messages/sharing.ts'
import type { Grant } from './sharing_api.ts'

export function Grants({ grants, titles = false }: { grants: readonly Grant[]; titles?: boolean }) {
  const t = sharingWords()
  return (
    <ul class="camp-grants">
      {grants.map((grant) => (
        <li key={`${grant.campaign} ${grant.tier}`} data-test="grant" data-code={grant.code ?? undefined}>
          <span class="g">
            <b>{grant.text}</b>
            <small>
              {titles && `${grant.title} · `}
              {t.grantedOn(date(new Date(grant.granted_at), language.value))}
            </small>
            {grant.benefit === 'coupon' && grant.code && <small>{t.useCode}</small>}
            {grant.product && <a href={`/products/${encodeURIComponent(grant.product.id)}`} data-test="early-product">{t.buyEarly(grant.product.title)}</a>}
          </span>
          {grant.code && <CodeButton code={grant.code} />}
        </li>
      ))}
    </ul>
  )
}

/** Without a clipboard (plain HTTP) the code itself can be selected. */
function CodeButton({ code }: { code: string }) {
  const t = sharingWords()
  const copy = async (button: HTMLElement): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code)
      toast(t.copiedCode)
    } catch {
      getSelection()?.selectAllChildren(button.querySelector('.camp-code')!)
      toast(document.execCommand('copy') ? t.copiedCode : code, { tone: 'info' })
    }
  }
  return (
    <button type="button" class="btn" aria-label={t.copyCode(code)} onClick={(event) => void copy(event.currentTarget)} data-test="copy-code">
      <Icon name="copy" size="s" />
      <span class="camp-code n">{code}</span>
    </button>
  )
}
