// The refused lines of an import as CSV that a spreadsheet opens as it is: UTF-8 with its mark, CRLF, and no cell that
// would be run as a formula. Pure.

/** The full-width forms are formulas to Japanese spreadsheets too. */
const kFormula = /^[=+\-@\t\r\n＝＋－＠]/

export function cell(text: string): string {
  const safe = kFormula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function refusedCsv(head: [string, string, string], refused: readonly { line: number; field: string; why: string }[]): string {
  const rows = [head, ...refused.map(({ line, field, why }) => [String(line), field, why])]
  return '\ufeff' + rows.map((row) => row.map(cell).join(',') + '\r\n').join('')
}
