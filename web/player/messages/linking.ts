// Accounts on networks that a member links to themselves.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  title: 'SNS のアカウントをつなぐ',
  lead: '公開の投稿やメッセージでこのショップに話しかけたことを、あなたへのおすすめに生かします。つながないかぎり、だれの発言かは分かりません。',
  start: 'アカウントをつなぐ',
  again: '別の合い言葉にする',
  say: 'つなぎたいアカウントから、ショップのアカウントあてに、この合い言葉を送ってください（返信でも、メッセージでも）。届くと、ここに並びます。',
  until: (time: string) => `${time} まで使えます`,
  copy: 'コピー',
  copied: 'コピーしました',
  linked: (on: string) => `${on} から`,
  unlink: '外す',
  unlinked: 'アカウントを外しました。これからの発言は使われません。',
  networks: { bluesky: 'Bluesky', x: 'X', line: 'LINE', facebook: 'Facebook', instagram: 'Instagram', fediverse: 'フェディバース' } as Record<string, string>,
}

const en: typeof ja = {
  title: 'Link your accounts',
  lead: 'What you say to this shop on social networks then helps us to recommend to you. Unless you link an account, nobody knows that it was you.',
  start: 'Link an account',
  again: 'Make another code',
  say: 'From the account that you want to link, send this code to the account of the shop, as a reply or a message. Once it has come, the account stands here.',
  until: (time) => `Good until ${time}`,
  copy: 'Copy',
  copied: 'Copied',
  linked: (on) => `since ${on}`,
  unlink: 'Unlink',
  unlinked: 'Unlinked. What you say there is not used any more.',
  networks: { bluesky: 'Bluesky', x: 'X', line: 'LINE', facebook: 'Facebook', instagram: 'Instagram', fediverse: 'Fediverse' },
}

export const linkingWords = dictionary({ ja, en })
