// The receipt of an order as Japan's invoice system wants it, to print or to keep. The addressee is the buyer's to write.
import { useEffect, useState } from 'preact/hooks'
import { api, type Money } from '../../shared/api.ts'
import { money } from '../../shared/format.ts'
import { language } from '../../shared/i18n.ts'
import { Icon } from '../../shared/icons.tsx'
import { words } from '../messages/words.ts'
import { SiteHeader } from '../parts.tsx'
import { shopName } from '../visit.ts'
import { useLoad } from './load.ts'
import { NotYet } from './not_yet.tsx'
import './receipt.css'

/** A paper has its year. */
function day(at: string): string {
  return new Intl.DateTimeFormat(language.value === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'long' }).format(new Date(at))
}

export function ReceiptPage({ order: id, accessKey }: { order: string; accessKey: string }) {
  const t = words()
  const { value: paper, problem, again } = useLoad(() => api.receipt(id, accessKey))
  const [to, setTo] = useState<string | null>(null)
  const shown = (value: Money): string => money(value, language.value)
  const paid = paper?.kind === 'receipt'
  const title = paper && !paid ? t.invoice : t.receipt
  useEffect(() => {
    document.title = [title, paper?.number, shopName()].filter(Boolean).join(' | ')
  }, [title, paper, language.value, shopName()])
  const none = problem?.type === 'wrong-state'
  const back = `/orders/${encodeURIComponent(id)}${accessKey ? `?key=${encodeURIComponent(accessKey)}` : ''}`
  return (
    <>
      <SiteHeader current={null} />
      <main class="page receipt-page" data-test="receipt-page">
        {!paper && (
          <NotYet problem={problem} again={again} statuses={[401, 403, 404, ...(none ? [problem.status] : [])]}
            missing={none ? { title: t.noReceipt, text: t.noReceiptText } : { title: t.orderNotFound, text: t.orderNotFoundText }}>
            {none && (
              <a class="btn do" href={back}>
                {t.backToOrder}
              </a>
            )}
          </NotYet>
        )}
        {paper && (
          <>
            <div class="receipt-tools">
              <div class="field">
                <label for="addressee">{t.addressee}</label>
                <input id="addressee" value={to ?? paper.name} maxLength={60} onInput={(event) => setTo(event.currentTarget.value)} aria-describedby="addressee-hint" data-test="addressee" />
                <p class="field-hint" id="addressee-hint">
                  {t.addresseeHint}
                </p>
              </div>
              <button type="button" class="btn do" onClick={() => print()} data-test="print">
                <Icon name="download" size="s" />
                {t.print}
              </button>
              <a class="btn" href={back}>
                {t.backToOrder}
              </a>
            </div>
            <article class="paper" data-test="paper" data-kind={paper.kind}>
              <header>
                <h1>{title}</h1>
                <p class="n">
                  {t.orderNumber} {paper.number}
                  <br />
                  {paid ? t.receiptDate : t.invoiceDate} {day(paper.date)}
                </p>
              </header>
              <p class="to">
                <b data-test="paper-to">{to ?? paper.name}</b> {t.honorific}
              </p>
              <p class="sum-line">
                <b class="n">{shown(paper.total)}</b> <small>{t.taxIncluded}</small>
              </p>
              <p>{paid ? t.receiptLead : t.invoiceLead}</p>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t.product}</th>
                    <th scope="col" class="num">
                      {t.unitPrice}
                    </th>
                    <th scope="col" class="num">
                      {t.pieceCount}
                    </th>
                    <th scope="col" class="num">
                      {t.amount}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {paper.lines.map((line, index) => (
                    <tr key={index}>
                      <td>
                        {line.title} {line.reduced && <span data-test="reduced">{t.reducedMark}</span>}
                        {line.offer && <small class="n"> {line.offer} −{shown(line.discount)}</small>}
                      </td>
                      <td class="num n">{shown(line.unit_price)}</td>
                      <td class="num n">{line.quantity}</td>
                      <td class="num n">{shown(line.total)}</td>
                    </tr>
                  ))}
                  {(
                    [
                      [t.shipping, paper.shipping],
                      [t.fee, paper.fee],
                    ] as const
                  ).map(([name, value]) =>
                    value.amount > 0 ? (
                      <tr key={name}>
                        <td colSpan={3}>{name}</td>
                        <td class="num n">{shown(value)}</td>
                      </tr>
                    ) : null,
                  )}
                </tbody>
              </table>
              <dl>
                {paper.rates.map((rate) => (
                  <div key={rate.rate} data-test="rate" data-rate={rate.rate}>
                    <dt>{t.rateTotal(rate.rate)}</dt>
                    <dd class="n">{shown(rate.total)}</dd>
                    <dt>{t.rateTax(rate.rate)}</dt>
                    <dd class="n">{shown(rate.tax)}</dd>
                  </div>
                ))}
                <div class="all">
                  <dt>{t.sum}</dt>
                  <dd class="n">{shown(paper.total)}</dd>
                </div>
                {paper.refunded.amount > 0 && (
                  <div>
                    <dt>{t.refundedSum}</dt>
                    <dd class="n">{shown(paper.refunded)}</dd>
                  </div>
                )}
              </dl>
              {paper.lines.some((line) => line.reduced) && <p class="mark">{t.reducedNote}</p>}
              <footer>
                <b>{paper.issuer.name || shopName()}</b>
                {paper.issuer.registration_number && (
                  <span class="n" data-test="registration">
                    {t.registration} {paper.issuer.registration_number}
                  </span>
                )}
                {paper.issuer.address && <span>{paper.issuer.address}</span>}
                {paper.issuer.phone && <span class="n">{paper.issuer.phone}</span>}
              </footer>
            </article>
          </>
        )}
      </main>
    </>
  )
}
