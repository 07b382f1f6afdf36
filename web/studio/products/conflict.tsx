// Somebody else saved the product meanwhile: both versions side by side, where they differ, and which shall stand.
import type { Product } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { productWords } from '../messages/products.ts'
import { draftOf, type ProductDraft } from './product_form.ts'

interface Props {
  ours: ProductDraft
  theirs: Product
  digits: number
  busy: boolean
  onTakeTheirs: () => void
  onKeepOurs: () => void
  onClose: () => void
}

/** What differs, as [field, now, ours]. */
export function differences(ours: ProductDraft, theirs: ProductDraft): [keyof ProductDraft, string, string][] {
  const shown = (draft: ProductDraft, field: keyof ProductDraft): string =>
    field === 'variants'
      ? draft.variants.map(({ sku, options, price }) => [sku, options.join(' / '), price].filter(Boolean).join(' · ')).join('\n')
      : field === 'optionNames'
        ? draft.optionNames.join(' / ')
        : String(draft[field])
  const fields = ['title', 'subtitle', 'brand', 'price', 'tax_rate', 'limit', 'description', 'optionNames', 'variants'] as const
  return fields.map((field) => [field, shown(theirs, field), shown(ours, field)] as [keyof ProductDraft, string, string]).filter(([, now, own]) => now !== own)
}

export function ConflictDialog({ ours, theirs, digits, busy, onTakeTheirs, onKeepOurs, onClose }: Props) {
  const words = productWords()
  const differing = differences(ours, draftOf(theirs, digits))
  return (
    <Dialog open onClose={onClose} title={words.conflict.title} busy={busy} class="conflict" test="conflict">
      <p>{words.conflict.text}</p>
      {differing.length === 0 ? (
        <p class="hint">{words.conflict.same}</p>
      ) : (
        <table class="conflict-table">
          <thead><tr><th scope="col"><span class="vh">{words.conflict.field}</span></th><th scope="col">{words.conflict.theirs}</th><th scope="col">{words.conflict.ours}</th></tr></thead>
          <tbody>
            {differing.map(([field, now, own]) => (
              <tr key={field} data-test="difference" data-field={field}>
                <th scope="row">{words.fieldName[field] ?? field}</th>
                <td>{now || words.conflict.empty}</td>
                <td>{own || words.conflict.empty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="form-foot">
        <button type="button" class="btn" onClick={onTakeTheirs} disabled={busy} data-test="take-theirs">{words.conflict.takeTheirs}</button>
        <button type="button" class="btn do" onClick={onKeepOurs} disabled={busy} data-test="keep-ours">{words.conflict.keepOurs}</button>
      </div>
    </Dialog>
  )
}
