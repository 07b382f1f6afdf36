// How people move between the levels, month by month.
import { dictionary } from '../../shared/i18n.ts'

const n = (count: number): string => count.toLocaleString('en')

const ja = {
  title: 'レベルの移り変わり',
  lead: '月末の人数です。いまの「レベルの決めかた」で、そのときの行動から数えています。',
  ranges: { 12: '1 年', 24: '2 年' } as Record<number, string>,
  rangeLabel: '期間',
  chart: '月ごとの、レベル別の人数',
  chartHint: '左右のキーで月を選べます',
  soFar: '（今日まで）',
  up: '上がった',
  down: '下がった',
  fresh: (to: string) => `はじめて → ${to}`,
  gone: (from: string) => `${from} → レベルなし`,
  move: (from: string, to: string) => `${from} → ${to}`,
  still: 'この月に動いた人はいません。',
  columns: { move: '動き', people: '人数' },
  people: (people: number) => `${n(people)} 人`,
  all: (people: number) => `合わせて ${n(people)} 人`,
}

const en: typeof ja = {
  title: 'Movement between levels',
  lead: 'People at the end of each month, counted by the rules of now from what they had done by then.',
  ranges: { 12: '1 year', 24: '2 years' },
  rangeLabel: 'Period',
  chart: 'People at each level, by month',
  chartHint: 'Left and right choose a month',
  soFar: '(so far)',
  up: 'Up',
  down: 'Down',
  fresh: (to) => `New → ${to}`,
  gone: (from) => `${from} → no level`,
  move: (from, to) => `${from} → ${to}`,
  still: 'Nobody moved in this month.',
  columns: { move: 'Move', people: 'People' },
  people: (people) => n(people),
  all: (people) => (people === 1 ? '1 person' : `${n(people)} people`),
}

export const levelWords = dictionary({ ja, en })
