// Offers, as viewers read of them.
import type { Missed } from '../../shared/api.ts'
import { dictionary } from '../../shared/i18n.ts'

const nb = '\u00a0'

const ja = {
  offer: '特典',
  endsIn: 'あと',
  until: (date: string) => `${date} まで`,
  left: (pieces: number, left: number) => `限定 ${pieces}${nb}点・残り ${left}`,
  perPerson: (n: number) => `この価格は、おひとり ${n}${nb}点まで`,
  usual: (price: string) => `通常 ${price}`,
  withCoupon: (code: string | null) => (code === null ? 'クーポン配布中' : `クーポン ${code}`),
  coupon: 'クーポンコード',
  haveCoupon: 'クーポンを使う',
  apply: '適用',
  remove: 'はずす',
  use: (code: string) => `${code} を使う`,
  applied: (title: string) => `${title}を適用しました`,
  discount: '割引',
  ended: 'この特典は終了しました',
  nowUsual: (price: string) => `いまの価格は ${price} です。ご注文はされていません。`,
  gone: {
    closed: 'この特典は終了しました。',
    'used-up': '特典の数が足りません。',
    limit: 'この特典は、ご利用の上限に達しています。',
  } as Partial<Record<Missed, string>>,
  goneLeft: (left: number) => (left > 0 ? `この特典は、残り ${left}${nb}点です。` : 'この特典は、ひと足ちがいでなくなりました。'),
  couponProblem: {
    unknown: 'このクーポンは、この配信では使えません。',
    closed: 'このクーポンは終了しました。',
    'used-up': 'このクーポンは、ひと足ちがいでなくなりました。',
    limit: 'このクーポンは、もうお使いになりました。',
    'no-match': 'このクーポンで安くなる商品がありません。',
  } as Record<Missed, string>,
}

const en: typeof ja = {
  offer: 'Offer',
  endsIn: 'Ends in',
  until: (date) => `Until ${date}`,
  left: (pieces, left) => `${left} of ${pieces} left`,
  perPerson: (n) => `At most ${n} a person at this price`,
  usual: (price) => `Usually ${price}`,
  withCoupon: (code) => (code === null ? 'Coupon on air' : `Coupon ${code}`),
  coupon: 'Coupon code',
  haveCoupon: 'Use a coupon',
  apply: 'Apply',
  remove: 'Remove',
  use: (code) => `Use ${code}`,
  applied: (title) => `${title} applied`,
  discount: 'Discount',
  ended: 'This offer has ended',
  nowUsual: (price) => `It is ${price} now. Nothing was ordered.`,
  gone: {
    closed: 'This offer has ended.',
    'used-up': 'Not enough pieces of this offer are left.',
    limit: 'You have had all that one person may have of this offer.',
  },
  goneLeft: (left) => (left > 0 ? `Only ${left} of this offer ${left === 1 ? 'is' : 'are'} left.` : 'The last piece of this offer went a moment ago.'),
  couponProblem: {
    unknown: 'This coupon is not one of this show.',
    closed: 'This coupon has ended.',
    'used-up': 'The last of this coupon went a moment ago.',
    limit: 'You have used this coupon already.',
    'no-match': 'This coupon makes nothing here cheaper.',
  },
}

export const offerWords = dictionary({ ja, en })

/** Why an offer cannot be had, in a sentence. */
export function goneText(why: Missed | undefined, left: number | undefined): string {
  const t = offerWords()
  return why === 'used-up' ? t.goneLeft(left ?? 0) : (t.gone[why ?? 'closed'] ?? t.gone.closed!)
}
