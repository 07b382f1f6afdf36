// What happened to what one saved, and what is recommended, as viewers read it.
import { dictionary } from '../../shared/i18n.ts'
import type { Basis, News } from '../returning/returning_api.ts'

const nb = '\u00a0'

const ja = {
  news: '「あとで考える」のお知らせ',
  newsLead: '保存した商品に、動きがありました。',
  what: (news: News, when: string): string => {
    switch (news.reason) {
      case 'low': return `残り${nb}${news.product.left}${nb}点です`
      case 'back': return `いま${nb}${news.product.left}${nb}点あります`
      case 'ending': return news.code ? `クーポン ${news.code} は ${when} まで` : `特典は ${when} まで`
      case 'shown': return news.show?.state === 'live' ? 'いま、配信で紹介しています' : news.show?.state === 'scheduled' ? `${when} の配信で紹介します` : '別の配信でも紹介しました'
      case 'moment': return '新しい名場面ができました'
      case 'story': return '作り手の話'
    }
  },
  tag: { low: '残りわずか', back: '再入荷', ending: 'まもなく終了', shown: '配信', moment: '名場面', story: '作り手' } as Record<News['reason'], string>,
  toShow: '配信を見る',
  toMoment: 'この場面を見る',
  toProduct: '商品を見る',
  // recommendations
  together: { product: 'この商品を見た人は、こちらも見ています', show: 'この配信を見た人は、こちらも見ています', me: 'あなたへのおすすめ' },
  popular: 'よく見られている商品',
  shows: { product: 'あわせて見たい配信', show: '次に見る配信', me: 'おすすめの配信' },
  basis: { together: '同じ方々が見ています', popular: 'よく見られています' } as Record<Basis, string>,
  onAir: '配信中',
  coming: (when: string) => `${when} から`,
  anyTime: 'いつでも見られます',
  // on one's own page
  choice: 'おすすめ',
  allow: '見た商品・保存・質問・ハート・注文を、おすすめに使う',
  allowHint: 'このショップの中だけで使います。オフにすると、これまでの記録を消します。コメントの内容は使いません。',
  on: 'おすすめに使います',
  off: 'おすすめに使いません。記録を消しました',
}

const en: typeof ja = {
  news: 'News of what you saved',
  newsLead: 'Something happened to products you saved.',
  what: (news, when) => {
    switch (news.reason) {
      case 'low': return `${news.product.left} left`
      case 'back': return `${news.product.left} in stock now`
      case 'ending': return news.code ? `Coupon ${news.code} holds until ${when}` : `The offer holds until ${when}`
      case 'shown': return news.show?.state === 'live' ? 'In a show on air now' : news.show?.state === 'scheduled' ? `In a show on ${when}` : 'Shown in another show, too'
      case 'moment': return 'There is a new moment of it'
      case 'story': return 'Its maker’s story'
    }
  },
  tag: { low: 'Running low', back: 'Back in stock', ending: 'Ends soon', shown: 'Show', moment: 'Moment', story: 'Maker' },
  toShow: 'Watch the show',
  toMoment: 'See this moment',
  toProduct: 'See the product',
  together: { product: 'People who looked at this also looked at', show: 'People who watched this also looked at', me: 'Recommended for you' },
  popular: 'What people look at most',
  shows: { product: 'Shows to go with it', show: 'Watch next', me: 'Recommended shows' },
  basis: { together: 'The same people look at it', popular: 'Much looked at' },
  onAir: 'On air',
  coming: (when) => `From ${when}`,
  anyTime: 'Watch any time',
  choice: 'Recommendations',
  allow: 'Use what I look at, save, ask, like and order to recommend',
  allowHint: 'Used in this shop alone. Turning it off deletes what was kept. What you write is never used.',
  on: 'It is used to recommend',
  off: 'It is not used to recommend, and what was kept is deleted',
}

export const returningWords = dictionary({ ja, en })
