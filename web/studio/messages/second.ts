// The second rendition: the setting in the preparation, and its state beside the encoder's.
import { dictionary } from '../../shared/i18n.ts'

type Values = Record<string, string | number>

const ja = {
  setting: '480p も配信する',
  hint: '電波の弱い場所でスマートフォンから見る人に、途切れにくい小さな映像（約 1 Mbps）を足します。視聴者の回線に合わせて自動で切りかわります。サーバーが映像を作り直すため、1 配信につき CPU を 1 コアの 4 分の 1 から半分ほど使い、録画の容量も増えます。',
  live: '配信中も変えられます。保存すると、すぐに始まり、すぐに止まります。',
  small: (v: Values) => `いまの映像は ${v.width}×${v.height} です。はじめから 480p 以下のため、480p は作りません。`,
  state: {
    waiting: () => '480p は、配信が始まって映像が届くと始まります。',
    running: (v: Values) => `480p を配信しています（${v.width}×${v.height}・${v.mbps} Mbps）。`,
    full: () => 'このサーバーで同時に作れる 480p の数がいっぱいです。ほかの配信が終わると始まります。もとの映像はそのまま届いています。',
    dropped: () => 'サーバーの処理が追いつかず、480p を止めました。もとの映像はそのまま届いています。5 分たつと、もう一度始めます。',
  } as Record<string, (v: Values) => string>,
  name: '480p',
}
const en: typeof ja = {
  setting: 'Broadcast 480p, too',
  hint: 'Adds a small picture (about 1 Mbps) that keeps playing for viewers on phones with a weak mobile network. Players switch by themselves. The server codes the picture again: that takes a quarter to a half of a CPU core for each show, and more room for the recording.',
  live: 'You can change this on air: once saved, it begins or stops at once.',
  small: (v) => `The picture is ${v.width}×${v.height} now. It is 480p or less already, so there will be no 480p of it.`,
  state: {
    waiting: () => '480p begins when the show is on air and the picture comes.',
    running: (v) => `480p is on (${v.width}×${v.height}, ${v.mbps} Mbps).`,
    full: () => 'This server is making as many 480p pictures as it can. It begins when another show is over. The full picture goes on as it is.',
    dropped: () => 'The server could not keep up, so 480p was stopped. The full picture goes on as it is. It is tried again after 5 minutes.',
  },
  name: '480p',
}
export const secondWords = dictionary({ ja, en })
