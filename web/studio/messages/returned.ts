// Who came back because of whom.
import { dictionary } from '../../shared/i18n.ts'
import type { Cause } from '../insight/insight_api.ts'

const n = (count: number): string => count.toLocaleString('en')

const ja = {
  title: '戻ってきたきっかけ',
  lead: (people: number, ordered: number) => `前に配信を見たことがあり、また見に来た視聴者は ${n(people)} 人。そのうち ${n(ordered)} 人が注文しました。`,
  none: '前に配信を見たことがある視聴者は、まだ来ていません。',
  rule: (days: number) => `来る前 ${n(days)} 日のあいだの、最後のきっかけで数えます。それがなければ、出演者をフォローしている人は「フォロー」、ほかは「自分から」です。`,
  once: '複数の配信に戻ってきた人は、注文した最後の配信（なければ最後に来た配信）で 1 人と数えます。',
  columns: { cause: 'きっかけ', people: '人数', part: '割合', ordered: 'うち注文' },
  causes: {
    staff: (name: string) => `${name}のシェア`,
    viewers: () => '視聴者のシェア',
    post: (name: string) => `投稿「${name}」`,
    block: (name: string) => `ほかのサイト（${name}）`,
    reminder: () => 'リマインダー',
    mail: () => 'お知らせメール',
    follow: (name: string) => `${name}をフォロー`,
    alone: () => '自分から',
  } as Record<Cause, (name: string) => string>,
  goneName: '退職したスタッフ',
  gonePost: '消した投稿',
  sharers: (people: number) => `シェアした人 ${n(people)} 人`,
  others: 'そのほか',
  othersHint: (least: number) => `${n(least)} 人に満たないきっかけをまとめています`,
  people: (people: number) => `${n(people)} 人`,
}

const en: typeof ja = {
  title: 'What brought viewers back',
  lead: (people, ordered) => `${people === 1 ? '1 viewer who had watched an earlier show came' : `${n(people)} viewers who had watched an earlier show came`} back; ${n(ordered)} of them ordered.`,
  none: 'Nobody who had watched an earlier show has come yet.',
  rule: (days) => `Counted by the last thing within ${n(days)} days before they came. Without one, those who follow somebody of the cast count under “Follow”, the others came by themselves.`,
  once: 'Who came back to several shows counts once: for the last in which they ordered, or else for the last.',
  columns: { cause: 'What brought them', people: 'Viewers', part: 'Share', ordered: 'Ordered' },
  causes: {
    staff: (name) => `Shared by ${name}`,
    viewers: () => 'Shared by viewers',
    post: (name) => `Post “${name}”`,
    block: (name) => `Another site (${name})`,
    reminder: () => 'Reminder',
    mail: () => 'Mail',
    follow: (name) => `Follow ${name}`,
    alone: () => 'By themselves',
  },
  goneName: 'somebody who left',
  gonePost: 'deleted',
  sharers: (people) => (people === 1 ? '1 person shared' : `${n(people)} people shared`),
  others: 'Others',
  othersHint: (least) => `What brought fewer than ${n(least)} each`,
  people: (people) => n(people),
}

export const returnedWords = dictionary({ ja, en })
