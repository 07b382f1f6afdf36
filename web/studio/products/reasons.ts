// Why a line of a feed was refused, in the language spoken. The server says it in English; what has no words here
// keeps the server's own. Pure but for the language.
import { language } from '../../shared/i18n.ts'

const japanese: [RegExp, (...parts: string[]) => string][] = [
  [/^This is missing\.$/, () => '入っていません。'],
  [/^This must not be empty\.$/, () => '空です。'],
  [/^This is no price such as (.+)\.$/, (example) => `値段として読めません（例 ${example}）。`],
  [/^This price is in (\w+), and the shop sells in (\w+)\.$/, (theirs, ours) => `${theirs} の値段です。この店は ${ours} で売っています。`],
  [/^(\w+) has no smaller parts than this price asks for\.$/, (currency) => `${currency} にない端数がついています。`],
  [/^This price is too high to be meant\.$/, () => '値段が大きすぎます。'],
  [/^This is no whole number of pieces\.$/, () => '在庫は整数で入れてください。'],
  [/^More than (\d+) of one SKU are not kept\.$/, (most) => `在庫が大きすぎます（${most} まで）。`],
  [/^Line (\d+) has this (?:id|SKU) already\.$/, (line) => `${line} 行目に同じ ID があります。`],
  [/^Line (\d+) has a group of this id already\.$/, (line) => `${line} 行目に同じ ID のグループがあります。`],
  [/^A product has at most (\d+) variants\.$/, (most) => `種類は 1 商品 ${most} までです。`],
  [/^A quote is opened here and never closed\.$/, () => '引用符（"）が閉じていません。'],
  [/^This row has more columns than the first line\.$/, () => '1 行目より列が多くなっています。'],
  [/^This row has too many columns\.$/, () => '列が多すぎます。'],
  [/^This has bytes that are no characters in the encoding of the file\.$/, () => '文字コードに合わない文字があります。'],
  [/^This (?:is longer than|has \d+ characters; at most) (\d+) (?:characters|fit)\.$/, (most) => `長すぎます（${most} 文字まで）。`],
  [/^This product is (?:a draft|archived) there, so it was not brought in\.$/, () => '下書き・アーカイブの商品なので、取り込みませんでした。'],
  [/^The product that this row belongs to was refused\.$/, () => 'この行の商品を取り込めなかったためです。'],
  [/^The sku (\S+) belongs to the product (\S+)\. Choose another\.$/, (sku, product) => `SKU ${sku} は、商品 ${product} のものです。`],
  [/^This is not well-formed XML \(line (\d+)\).*$/s, (line) => `XML が正しくありません（${line} 行目）。`],
  [/^This item is never closed\.$/, () => 'item が閉じていません。'],
  [/^This object is never closed\.$/, () => '{ が閉じていません。'],
  [/^This must be 10 or 8\.$/, () => '10 か 8 を入れてください。'],
  [/^This shop sells in (\w+)\.$/, (currency) => `この店は ${currency} で売っています。`],
  [/^Nothing by this name is known here; check its spelling\.$/, () => 'この名前の項目はありません。'],
]

export function reasonOf(why: string): string {
  if (language.value !== 'ja') return why
  for (const [pattern, said] of japanese) {
    const found = pattern.exec(why)
    if (found) return said(...found.slice(1))
  }
  return why
}
