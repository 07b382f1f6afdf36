// What stands over the presenter's own picture: the cue, what is asked, the director's line; and what a phone does to a show.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  toggle: '台本',
  show: '台本・大きなチャット・質問を出す',
  hide: '台本・大きなチャット・質問をしまう',
  cue: 'いまの項目',
  next: 'つぎ',
  end: '最後の項目',
  go: '進む',
  goTo: (title: string) => `「${title}」へ進む`,
  first: '台本を始める',
  onlyForYou: (name: string) => `${name}（あなただけに表示）`,
  seen: '了解',
  question: (place: number, all: number) => `質問 ${place} / ${all}`,
  asked: (name: string, others: number) => (others > 0 ? `${name}さん・ほか ${others} 人も` : `${name}さん`),
  answered: '答えた',
  other: 'ほかの質問',
  slept: (time: string) => `画面が ${time} のあいだ消えていました。カメラを開き直しました。`,
  dark: '画面が自動で消えないようにできません。端末の自動ロックを切るか、ときどき画面にふれてください。',
}

const en: typeof ja = {
  toggle: 'Cues',
  show: 'Show cues, big chat and questions',
  hide: 'Put cues, big chat and questions away',
  cue: 'Cue on air',
  next: 'Next',
  end: 'The last cue',
  go: 'Go on',
  goTo: (title) => `Go on to “${title}”`,
  first: 'Start the first cue',
  onlyForYou: (name) => `${name} (only you see this)`,
  seen: 'Got it',
  question: (place, all) => `Question ${place} of ${all}`,
  asked: (name, others) => (others > 0 ? `${name} and ${others} more` : name),
  answered: 'Answered',
  other: 'Another question',
  slept: (time) => `The screen was off for ${time}. The camera is open again.`,
  dark: 'This device cannot keep its screen on. Turn its automatic lock off, or touch the screen now and then.',
}

export const prompterWords = dictionary({ ja, en })
