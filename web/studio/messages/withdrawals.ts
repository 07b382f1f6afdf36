// Taking a part of an archive from the public, and giving it back.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  title: '公開の取り下げ',
  lead: 'まちがいや言いすぎがあったところを、アーカイブから外します。映像・チャット・質問・字幕・検索・重なるクリップが見えなくなり、動画のアドレスも変わります。',
  chosen: (from: string, until: string) => `選んだところ ${from} – ${until}`,
  choose: '範囲は、録画の下の線で選びます。映像は、その前後のキーフレームまで外れます。',
  reason: '理由（スタッフだけに見えます）',
  reasonHint: '例: 成分の説明がまちがっていた',
  reasonEmpty: '理由を入れてください',
  withdraw: 'この範囲を取り下げる',
  askTitle: 'この範囲を取り下げますか',
  askText: (from: string, until: string) => `${from} から ${until} までが、だれにも見えなくなります。あとで元に戻せます。`,
  askDo: '取り下げる',
  done: '取り下げました。動画は新しいアドレスに移りました',
  none: '取り下げたところはありません。',
  by: (name: string, when: string) => `${name} が取り下げ・${when}`,
  restoredBy: (name: string, when: string) => `${name} が公開に戻した・${when}`,
  restore: '公開に戻す',
  restored: '公開に戻しました',
  off: '取り下げ中',
  on: '公開中',
  look: (from: string, until: string) => `${from} – ${until} を選ぶ`,
  clipOff: '取り下げた範囲と重なるため、公開されていません',
}

const en: typeof ja = {
  title: 'Withdrawn parts',
  lead: 'Takes what was wrong or went too far out of the archive: picture, chat, questions, captions, search and clips that overlap are gone, and the video moves to a new address.',
  chosen: (from, until) => `Chosen: ${from} – ${until}`,
  choose: 'Choose the stretch on the line under the recording. The picture goes up to the key frames around it.',
  reason: 'Reason (only staff see it)',
  reasonHint: 'For example: an ingredient was named wrongly',
  reasonEmpty: 'Enter a reason',
  withdraw: 'Withdraw this stretch',
  askTitle: 'Withdraw this stretch?',
  askText: (from, until) => `Nobody sees ${from} to ${until} any more. It can be restored later.`,
  askDo: 'Withdraw',
  done: 'Withdrawn; the video moved to a new address',
  none: 'Nothing is withdrawn.',
  by: (name, when) => `Withdrawn by ${name}, ${when}`,
  restoredBy: (name, when) => `Restored by ${name}, ${when}`,
  restore: 'Restore',
  restored: 'It is public again',
  off: 'Withdrawn',
  on: 'Public',
  look: (from, until) => `Choose ${from} – ${until}`,
  clipOff: 'Not public: it overlaps a withdrawn part',
}

export const withdrawalWords = dictionary({ ja, en })
