// What each of the staff is credited with.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  title: 'スタッフの貢献',
  lead: '同じ売上を、2 つの数え方で並べています。端数は切り捨てるので、分けた合計が売上を超えることはありません。',
  rules: { cast: '等分', moment: 'その時' },
  rulesLong: {
    cast: '配信の売上を、出演者みんなで等しく分けます。',
    moment: '注文の直前 2 分にコメントや回答をした出演者で分けます。だれもいなければ、出演者みんなで分けます。',
  },
  columns: { name: 'スタッフ', shows: '出演', cast: '等分', moment: 'その時', net: '純売上', influenced: 'ほかでの注文', assists: '回答が後押し', growth: '配信ごとの推移' },
  influencedHint: 'ほかでの注文: 出演した配信で商品を見た人が、30 日以内に別の場所で注文した額。',
  assistsHint: '回答が後押し: 質問に答えてもらった人の、その後の注文。貢献には足しません。',
  assists: (sales: number, amount: string) => `${sales} 件 ${amount}`,
  growth: (shows: number) => `これまでの ${shows} 回の配信`,
  none: 'この期間に出演したスタッフはまだいません。',
}

const en: typeof ja = {
  title: 'Credit of the staff',
  lead: 'The same sales under two rules, side by side. Parts are rounded down, so that they never add up to more than was sold.',
  rules: { cast: 'Equal parts', moment: 'Spoke up' },
  rulesLong: {
    cast: 'The sales of a show go in equal parts to all in its cast.',
    moment: 'To those of the cast who wrote or answered within two minutes before the order; where nobody did, to all of the cast.',
  },
  columns: { name: 'Who', shows: 'Shows', cast: 'Equal parts', moment: 'Spoke up', net: 'Net', influenced: 'Elsewhere', assists: 'Helped', growth: 'Show by show' },
  influencedHint: 'Elsewhere: ordered somewhere else within 30 days by people who had seen the product in their show.',
  assistsHint: 'Helped: what people ordered whose question they had answered. It is not added to the credit.',
  assists: (sales, amount) => `${sales} · ${amount}`,
  growth: (shows) => `The last ${shows} shows`,
  none: 'Nobody has been in a show in this time yet.',
}

export const creditWords = dictionary({ ja, en })
