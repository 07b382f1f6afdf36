// What an event says, where a figure is opened down to the events it counts.
import { dictionary } from '../../shared/i18n.ts'

const n = (count: number): string => count.toLocaleString('en')

const ja = {
  title: (figure: string) => `${figure}のもとになった出来事`,
  numerator: '数えたもの',
  denominator: '割る数',
  sum: (sum: string, events: number) => `${n(events)} 件の出来事で ${sum}`,
  same: '画面の数字と一致',
  moved: '開いたあとに数字が動きました',
  none: 'まだ何も数えていません。',
  notOpened: '配信の時間にそって測った数字なので、出来事ひとつずつには分けられません。代わりに視聴時間を開いてください。',
  moment: (at: string) => `${at} の場面を見る`,
  nobody: '視聴者以外',
  kinds: {
    'show.started': '配信が始まった', 'show.ended': '配信が終わった', 'play.span': '再生した', seek: '場面を移した', 'heart.given': 'ハートを送った', 'chat.posted': 'チャットに書いた', 'question.asked': '質問した', 'question.seconded': '質問に賛成した',
    'poll.voted': '投票した', 'product.saved': '商品を保存した', 'product.seen': '商品カードを見た', 'product.opened': '商品を開いた', 'cart.added': 'カートに入れた', 'link.made': 'シェアした', 'staff.followed': 'フォローした',
    'order.placed': '注文した', 'order.external': 'ほかのショップで注文した', 'order.paid': '支払われた', 'order.cancelled': '注文が取り消された', 'order.refunded': '返金された', 'order.external_changed': 'ほかのショップの注文が変わった',
  } as Record<string, string>,
  other: 'そのほか',
  span: (from: string, to: string) => `${from}〜${to}`,
  hearts: (hearts: number) => `${n(hearts)} 個`,
}

const en: typeof ja = {
  title: (figure) => `Events behind “${figure}”`,
  numerator: 'What is counted',
  denominator: 'What it is divided by',
  sum: (sum, events) => `${events === 1 ? '1 event' : `${n(events)} events`}, together ${sum}`,
  same: 'Equal to the figure',
  moved: 'The figure has moved since it was opened',
  none: 'Nothing has been counted yet.',
  notOpened: 'This is measured over the show’s clock, so that no single event makes it. Open the watch time instead.',
  moment: (at) => `Watch the moment ${at}`,
  nobody: 'Not a viewer',
  kinds: {
    'show.started': 'The show began', 'show.ended': 'The show ended', 'play.span': 'Played', seek: 'Jumped', 'heart.given': 'Gave hearts', 'chat.posted': 'Wrote in the chat', 'question.asked': 'Asked', 'question.seconded': 'Seconded a question',
    'poll.voted': 'Voted', 'product.saved': 'Saved a product', 'product.seen': 'Saw a product card', 'product.opened': 'Opened a product', 'cart.added': 'Added to a cart', 'link.made': 'Shared', 'staff.followed': 'Followed',
    'order.placed': 'Ordered', 'order.external': 'Ordered in another shop', 'order.paid': 'Order paid', 'order.cancelled': 'Order cancelled', 'order.refunded': 'Order refunded', 'order.external_changed': 'Another shop’s order changed',
  },
  other: 'Something else',
  span: (from, to) => `${from}–${to}`,
  hearts: (hearts) => `× ${n(hearts)}`,
}

export const eventWords = dictionary({ ja, en })
