// The mails to followers before a show.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  title: 'お知らせメール',
  setting: 'フォロワーに知らせる',
  hint: (n: number) => `出演者をフォローしている会員 ${n.toLocaleString('en')} 人に、前日の同じ時刻と 1 時間前に届きます。`,
  turnedOn: 'フォロワーに知らせます',
  turnedOff: 'フォロワーには知らせません。まだ届いていないメールは取りやめました',
  which: { day: '前日', hour: '1 時間前', reminder: '予約した方へ、10 分前' },
  sent: '届けた',
  goingOut: '送信中',
  arrivals: 'メールから来た',
  viewers: '見た',
  people: (n: number) => `${n.toLocaleString('en')} 人`,
  toCome: (n: number) => (n === 0 ? 'いまのところ、届く方はいません。' : `${n.toLocaleString('en')} 人に届きます。`),
  state: {
    'no-time': '日時が決まると送ります。',
    off: '送りません。',
    nobody: '届ける方がいませんでした。',
    missed: '送っていません（時刻を過ぎてから予定が決まったなど）。',
  } as Record<string, string>,
}

const en: typeof ja = {
  title: 'Mails before the show',
  setting: 'Tell followers',
  hint: (n) => `${n.toLocaleString('en')} ${n === 1 ? 'member who follows' : 'members who follow'} somebody in the cast ${n === 1 ? 'gets' : 'get'} a mail a day before, at the same time, and an hour before.`,
  turnedOn: 'Followers will be told',
  turnedOff: 'Followers will not be told. Mails that had not gone out were taken back',
  which: { day: 'A day before', hour: 'An hour before', reminder: 'Reminders, 10 minutes before' },
  sent: 'Mailed',
  goingOut: 'Going out',
  arrivals: 'Came by it',
  viewers: 'Watched',
  people: (n) => n.toLocaleString('en'),
  toCome: (n) => (n === 0 ? 'Nobody would get it so far.' : `Goes to ${n.toLocaleString('en')}.`),
  state: {
    'no-time': 'Goes out once the show has a time.',
    off: 'Is not sent.',
    nobody: 'There was nobody to mail.',
    missed: 'Was not sent (the time was set too late, for instance).',
  },
}

export const announcementWords = dictionary({ ja, en })
