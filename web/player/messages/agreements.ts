// What a member may agree to. These words are what they agree to: change them together with kWording here and
// kAudienceWording in src/social/audiences/audience.h, and nobody has agreed any more.
import { dictionary } from '../../shared/i18n.ts'

export const kWording = '2026-11-29'
export type Purpose = 'ads' | 'mailing'

const ja = {
  title: 'メールアドレスの、外での使いみち',
  lead: 'どちらも、はじめはオフです。オンにした方の分だけを使います。',
  thisShop: 'このショップ',
  words: {
    ads: (shop: string) => `${shop}の広告を、SNS や検索サービスでわたしに見せる（または見せない）ために、わたしのメールアドレスを、そのままではなく照合用の符号（SHA-256 のハッシュ）にして、広告のサービスに渡してよい`,
    mailing: (shop: string) => `${shop}からの案内を送るために、わたしのメールアドレス・表示名・言語を、${shop}が使うメール配信サービスに渡してよい`,
  } as Record<Purpose, (shop: string) => string>,
  hint: 'いつでもやめられ、やめたあとの書き出しには入りません。前に渡した分は、渡した先に残ることがあります。',
  given: (on: string) => `${on} に同意しました`,
  taken: (on: string) => `${on} に取りやめました`,
  on: '同意を受けつけました',
  off: '取りやめました',
}

const en: typeof ja = {
  title: 'Your address outside of this shop',
  lead: 'Both are off until you turn them on, and are used only then.',
  thisShop: 'this shop',
  words: {
    ads: (shop) => `To show me ads of ${shop} on social networks and search services, or to spare me them, ${shop} may give advertising services a code made of my mail address for matching (a SHA-256 hash), not the address itself`,
    mailing: (shop) => `To send me news of ${shop}, ${shop} may give my mail address, display name and language to the mailing service that it uses`,
  },
  hint: 'You can take it back at any time, and are in no export after that. What was given before may stay where it went.',
  given: (on) => `You agreed on ${on}`,
  taken: (on) => `You took it back on ${on}`,
  on: 'Noted that you agree',
  off: 'Taken back',
}

export const agreementWords = dictionary({ ja, en })
