// The shop in the fediverse, in the settings.
import { dictionary } from '../../shared/i18n.ts'

const nb = '\u00a0'

const ja = {
  title: 'フェディバース（Mastodon など）',
  short: 'フェディバース',
  lead: 'Mastodon や Misskey から、ショップと出演者をフォローできます。配信の予定・開始・録画・クリップを自動でお知らせし、返信は受信箱に届きます。',
  on: 'フェディバースに参加する',
  onHint: '切っているあいだは見つからず、お知らせもしません',
  language: 'お知らせの言語',
  languages: { ja: '日本語', en: '英語' } as Record<string, string>,
  accounts: 'アカウント',
  followers: (n: number) => `フォロワー${nb}${n.toLocaleString('en')}`,
  posts: (n: number) => `投稿${nb}${n.toLocaleString('en')}`,
  copyAccount: (account: string) => `${account} を`,
  later: '公開の配信に出る人は、自動でここに加わります。',
  blocks: '受けつけないサーバー',
  blocksLead: 'そのドメインのフォロワーは外れ、何も受けとらず、何も送りません。サブドメインも同じです。',
  domain: 'ドメイン',
  domainWrong: 'ドメインを確かめてください',
  block: '受けつけない',
  blocked: (domain: string) => `${domain} を受けつけないようにしました`,
  unblock: (domain: string) => `${domain} を受けつける`,
  unblocked: (domain: string) => `${domain} を受けつけるようにしました`,
  waiting: (n: number) => `送信を待っているお知らせ：${n.toLocaleString('en')}${nb}件`,
  failing: '届いていないサーバー',
  failures: (n: number, since: string) => `${n}${nb}回（${since}から）`,
}

const en: typeof ja = {
  title: 'Fediverse (Mastodon and others)',
  short: 'Fediverse',
  lead: 'People on Mastodon or Misskey can follow the shop and its presenters. Planned shows, starts, recordings and clips are announced automatically, and replies arrive in the inbox.',
  on: 'Take part in the fediverse',
  onHint: 'While this is off nobody is found, and nothing is announced',
  language: 'Announced in',
  languages: { ja: 'Japanese', en: 'English' },
  accounts: 'Accounts',
  followers: (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'follower' : 'followers'}`,
  posts: (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'post' : 'posts'}`,
  copyAccount: (account: string) => `${account}:`,
  later: 'Whoever appears in a public show is added here automatically.',
  blocks: 'Blocked servers',
  blocksLead: 'Followers of that domain are removed; nothing is taken from it or sent to it. The same holds for domains below it.',
  domain: 'Domain',
  domainWrong: 'Please check the domain',
  block: 'Block',
  blocked: (domain: string) => `${domain} is blocked`,
  unblock: (domain: string) => `Unblock ${domain}`,
  unblocked: (domain: string) => `${domain} is no longer blocked`,
  waiting: (n: number) => `${n.toLocaleString('en')} ${n === 1 ? 'announcement is' : 'announcements are'} waiting to be delivered`,
  failing: 'Servers that cannot be reached',
  failures: (n: number, since: string) => `${n} ${n === 1 ? 'try' : 'tries'} since ${since}`,
}

export const fediverseWords = dictionary({ ja, en })
