// A product's page, and choosing among its variants.
import { dictionary } from '../../shared/i18n.ts'

const nb = '\u00a0'

const ja = {
  choose: (name: string) => `${name}をえらぶ`,
  kinds: '種類',
  soldOut: '売り切れ',
  left: (n: number) => `残り${nb}${n}`,
  inStock: '在庫あり',
  notOpen: '発売前',
  opens: (when: string) => `${when} 発売`,
  opensNote: (when: string) => `${when} に発売します。それまで、お待ちください。`,
  early: '先行購入できます',
  earlyNote: (when: string) => `シェア特典で、${when} の発売より先にお求めいただけます。`,
  pictures: '商品の写真',
  picture: (n: number, all: number) => `写真 ${n} / ${all}`,
  limit: (n: number) => `おひとり ${n}${nb}点まで`,
  description: 'くわしく',
  shows: 'この商品の配信',
  onAir: 'いま配信中',
  watchNow: 'いま見る',
  coming: (when: string) => `${when} から`,
  comingSoon: '近日配信',
  past: (when: string) => `${when} の配信`,
  moments: '紹介した場面',
  from: (time: string) => `${time} から見る`,
  fromStart: 'はじめから見る',
  noShows: 'この商品を紹介した配信は、まだありません。',
}

const en: typeof ja = {
  choose: (name) => `Choose ${name.toLowerCase()}`,
  kinds: 'Kind',
  soldOut: 'Sold out',
  left: (n) => `${n}${nb}left`,
  inStock: 'In stock',
  notOpen: 'Not yet',
  opens: (when) => `On sale ${when}`,
  opensNote: (when) => `On sale from ${when}. Please come back then.`,
  early: 'Yours early',
  earlyNote: (when) => `You were granted early access: buy it before it opens on ${when}.`,
  pictures: 'Pictures of the product',
  picture: (n, all) => `Picture ${n} of ${all}`,
  limit: (n) => `At most ${n} a person`,
  description: 'Details',
  shows: 'Shows with this product',
  onAir: 'On air now',
  watchNow: 'Watch now',
  coming: (when) => `Starts ${when}`,
  comingSoon: 'Coming soon',
  past: (when) => `Shown ${when}`,
  moments: 'Moments',
  from: (time) => `Watch from ${time}`,
  fromStart: 'Watch from the start',
  noShows: 'No show has featured this product yet.',
}

export const productWords = dictionary({ ja, en })
