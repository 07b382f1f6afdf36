// What goes with success: the figures, and what is found beside each factor.
import { dictionary } from '../../shared/i18n.ts'
import type { FigureName } from '../learning/analysis_api.ts'

const ja = {
  lead: 'これまでの配信のうち、何がよい数字といっしょに起きているかを調べます。',
  figure: '数字',
  figures: {
    gmv_per_view: '視聴あたり注文額', gmv: '注文額', orders: '注文', cvr: '購入率', viewers: '視聴者', average_view: '平均視聴時間', engagement: '参加率', saves: '商品の保存', archive_gmv: 'アーカイブの注文額',
  } as Record<FigureName, string>,
  counted: (n: number, usual: string) => `${n} 本の配信から・平均 ${usual}`,
  unseen: (n: number) => `視聴の記録がない ${n} 本は、数えていません。`,
  cause: 'いっしょに起きたことで、原因とはかぎりません。時期と出演者のちがいは、のぞいてくらべています。',
  sound: (sound: number, n: number) => `${sound} 本たまると、小さなちがいも見つけやすくなります（いま ${n} 本）。`,
  findings: '見つかったこと',
  none: '偶然とは言えないほどのちがいは、まだ見つかっていません。',
  noneText: 'やり方を変えた配信がふえるほど、見つけやすくなります。下のグラフは、いまの見積もりです。',
  tooFewText: '配信を続けると、ここに勝ちパターンの手がかりが並びます。コンセプトと出演者を企画に書いておくと、くらべられるものがふえます。',
  shows: (n: number) => `${n} 配信`,
  behind: '元になった配信',
  behindMore: (n: number, all: number) => `数字が高い順に ${n} 本（全 ${all} 本）`,
  plan: 'この形で企画する',
  note: 'パターンとして書きとめる',
  noted: '勝ちパターンに書きとめました',
  notedAs: { hypothesis: '仮説に書いてあります', confirmed: '確かめた勝ちパターンです' },
  openPatterns: '勝ちパターンを見る',
  tagNow: '見つかった',
  levels: 'ひとつずつ見る',
  levelsHint: (percent: number) => `点は平均とのちがいの見積もり、線は ${percent} % の確かさで入る幅です。まん中の線が平均です。`,
  less: '低い',
  more: '高い',
  range: (low: string, high: string) => `${low} 〜 ${high}`,
  unjudged: 'くらべられなかったもの',
}

const en: typeof ja = {
  lead: 'What in the shows so far goes with good figures.',
  figure: 'Figure',
  figures: {
    gmv_per_view: 'Ordered per viewer', gmv: 'Amount ordered', orders: 'Orders', cvr: 'Conversion rate', viewers: 'Viewers', average_view: 'Average view', engagement: 'Engagement rate', saves: 'Saved products', archive_gmv: 'Ordered in the archive',
  },
  counted: (n, usual) => `From ${n} ${n === 1 ? 'show' : 'shows'}, ${usual} on average`,
  unseen: (n) => `${n} without a record of viewers ${n === 1 ? 'is' : 'are'} not counted.`,
  cause: 'What goes together need not be the cause. Differences between months and presenters are taken out first.',
  sound: (sound, n) => `From ${sound} shows on, smaller differences are found, too (now ${n}).`,
  findings: 'What was found',
  none: 'Nothing differs by more than chance would explain yet.',
  noneText: 'The more shows differ in how they are made, the more can be found. The chart below has the estimates of today.',
  tooFewText: 'With more shows, what goes with success stands here. A concept and a cast in the plan make more things comparable.',
  shows: (n) => `${n} ${n === 1 ? 'show' : 'shows'}`,
  behind: 'The shows behind it',
  behindMore: (n, all) => `${n} of ${all}, the highest first`,
  plan: 'Plan a show like this',
  note: 'Note it as a pattern',
  noted: 'It is noted among the patterns',
  notedAs: { hypothesis: 'Noted as a hypothesis', confirmed: 'A confirmed pattern' },
  openPatterns: 'Open the patterns',
  tagNow: 'Found',
  levels: 'One by one',
  levelsHint: (percent) => `The dot is the estimated difference from the average, the line the range it lies in with ${percent} % certainty. The line in the middle is the average.`,
  less: 'Below',
  more: 'Above',
  range: (low, high) => `${low} to ${high}`,
  unjudged: 'What could not be compared',
}

export const analysisWords = dictionary({ ja, en })
