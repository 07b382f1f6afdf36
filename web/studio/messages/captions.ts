// Captions of an archive: bringing a file, and what may be wrong with one.
import { dictionary } from '../../shared/i18n.ts'

type Fault = 'no-times' | 'times' | 'order' | 'broken' | 'long' | 'many' | 'beyond'

const ja = {
  title: '字幕',
  lead: 'SRT か WebVTT のファイルを、言語ごとに 1 つ。時刻は、ダウンロードした録画に合わせてください。',
  none: 'まだ字幕はありません。',
  language: '言語',
  choose: 'ファイルを選ぶ',
  replace: '差し替える',
  count: (n: number) => `${n.toLocaleString('ja')} 件`,
  saved: (language: string) => `${language}の字幕を保存しました`,
  download: (language: string, form: string) => `${language}の字幕を ${form} でダウンロード`,
  remove: (language: string) => `${language}の字幕を削除`,
  removeTitle: '字幕を削除しますか',
  removeText: 'プレーヤーと検索からも消えます。焼きこんだクリップはそのままです。',
  removeDo: '削除する',
  removed: '字幕を削除しました',
  faults: {
    'no-times': (line: number) => `${line} 行目: 字幕の時刻がありません。「00:01:02,500 --> 00:01:05,000」のように書いてください。`,
    times: (line: number) => `${line} 行目: 時刻を読めません。「00:01:02,500 --> 00:01:05,000」のように書いてください。`,
    order: (line: number) => `${line} 行目: おわりが、はじめより前になっています。`,
    broken: (line: number) => `${line} 行目: 文字がこわれています。UTF-8 で保存し直してください。`,
    long: (line: number) => `${line} 行目: 字幕は 300 文字までです。分けてください。`,
    many: (line: number) => `${line} 行目: 字幕は 5,000 件までです。`,
    beyond: (line: number) => `${line} 行目: 録画が終わったあとの時刻です。`,
  } as Record<Fault, (line: number) => string>,
  noCaptions: 'このファイルに字幕がありません。SRT か WebVTT のファイルを選んでください。',
  tooLarge: 'ファイルは 1 MB までです。',
  burn: '字幕を焼きこむ',
  burnNone: '焼きこまない',
}

const en: typeof ja = {
  title: 'Captions',
  lead: 'One SRT or WebVTT file for each language, timed to the downloaded recording.',
  none: 'There are no captions yet.',
  language: 'Language',
  choose: 'Choose a file',
  replace: 'Replace',
  count: (n) => (n === 1 ? '1 caption' : `${n.toLocaleString('en')} captions`),
  saved: (language) => `Captions in ${language} are saved`,
  download: (language, form) => `Download captions in ${language} as ${form}`,
  remove: (language) => `Delete captions in ${language}`,
  removeTitle: 'Delete these captions?',
  removeText: 'They go from the player and from search. Clips that they are burnt into stay.',
  removeDo: 'Delete',
  removed: 'The captions are deleted',
  faults: {
    'no-times': (line) => `Line ${line}: the times of a caption are missing. Write “00:01:02,500 --> 00:01:05,000”.`,
    times: (line) => `Line ${line}: these times cannot be read. Write “00:01:02,500 --> 00:01:05,000”.`,
    order: (line) => `Line ${line}: this caption ends before it begins.`,
    broken: (line) => `Line ${line}: some characters are broken. Save the file as UTF-8.`,
    long: (line) => `Line ${line}: a caption has 300 characters at most. Part it.`,
    many: (line) => `Line ${line}: a file has 5,000 captions at most.`,
    beyond: (line) => `Line ${line}: the recording is over by then.`,
  },
  noCaptions: 'There is no caption in this file. Choose an SRT or WebVTT file.',
  tooLarge: 'A file has 1 MB at most.',
  burn: 'Burn captions in',
  burnNone: 'None',
}

export const captionWords = dictionary({ ja, en })

/** What is wrong with a file, in this page's language; null for any other problem. */
export function faultOf(members: Record<string, unknown>): string | null {
  const say: ((line: number) => string) | undefined = captionWords().faults[members['fault'] as Fault]
  return typeof say === 'function' && typeof members['line'] === 'number' ? say(members['line']) : null
}
