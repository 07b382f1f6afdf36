// By which way viewers came.
import { dictionary } from '../../shared/i18n.ts'
import type { By, Way } from '../insight/insight_api.ts'

const n = (count: number): string => count.toLocaleString('en')

const ja = {
  title: 'どこから来たか',
  byLabel: '分けかた',
  by: { way: '経路', post: '投稿', channel: 'チャンネル', campaign: 'シェア特典', staff: 'スタッフ' } as Record<By, string>,
  lead: (viewers: number, days: number) => `視聴者 ${n(viewers)} 人を、来る前 ${n(days)} 日のあいだに最後に開いたリンクで分けています。`,
  leadOfMany: (viewers: number, days: number) => `視聴者のべ ${n(viewers)} 人を、来る前 ${n(days)} 日のあいだに最後に開いたリンクで分けています。複数の配信を見た人は、配信ごとに数えます。`,
  nobody: 'まだ視聴者がいません。',
  clicks: 'クリックは、人がリンクを開いた回数です（プレビューやボットは除きます）。',
  rule: '参加はチャットやハート、シェアなどをした視聴者、購入率は注文した視聴者の割合です。',
  ruleOfCampaign: '視聴者のシェアから、特典の期間に来た人を数えます。同じときに二つあれば、その配信のもの、あとに始まったものが先です。',
  columns: { viewers: '視聴者', part: '割合', clicks: 'クリック', engaged: '参加', savers: '保存', orders: '注文', gmv: '注文額', cvr: '購入率' },
  ways: { post: '投稿', staff: 'スタッフのシェア', viewers: '視聴者のシェア', block: 'ほかのサイト（埋め込みブロック）' } as Record<Way, string>,
  gone: { way: '', post: '消した投稿', channel: 'はずしたアカウント', campaign: '消したシェア特典', staff: '退職したスタッフ' } as Record<By, string>,
  none: { way: 'リンクなし', post: '投稿のリンク以外', channel: '投稿のリンク以外', campaign: 'シェア特典以外', staff: 'スタッフのシェア以外' } as Record<By, string>,
  noneHint: 'ページを自分で開いた人など',
  others: 'そのほか',
  othersHint: (least: number) => `${n(least)} 人に満たないものをまとめています`,
}

const en: typeof ja = {
  title: 'Where they came from',
  byLabel: 'Told apart by',
  by: { way: 'Way', post: 'Post', channel: 'Channel', campaign: 'Campaign', staff: 'Staff' },
  lead: (viewers, days) => `${viewers === 1 ? '1 viewer' : `${n(viewers)} viewers`}, by the last link they opened within ${n(days)} days before they came.`,
  leadOfMany: (viewers, days) => `${n(viewers)} in the audiences of these shows, by the last link they opened within ${n(days)} days before they came. Who watched several shows counts in each.`,
  nobody: 'There are no viewers yet.',
  clicks: 'Clicks are how often people opened the links, without previews and bots.',
  rule: 'Took part: viewers who chatted, gave a heart, shared or the like. Conversion: the part of the viewers who ordered.',
  ruleOfCampaign: 'Counts who came by viewers’ links while the campaign ran. Of two at once, that of the show comes first, then the one that began later.',
  columns: { viewers: 'Viewers', part: 'Share', clicks: 'Clicks', engaged: 'Took part', savers: 'Saved', orders: 'Orders', gmv: 'Amount', cvr: 'Conversion' },
  ways: { post: 'Posts', staff: 'Shared by staff', viewers: 'Shared by viewers', block: 'Other sites (blocks)' },
  gone: { way: '', post: 'Deleted post', channel: 'Removed account', campaign: 'Deleted campaign', staff: 'Somebody who left' },
  none: { way: 'No link', post: 'Not by a post', channel: 'Not by a post', campaign: 'Not by a campaign', staff: 'Not shared by staff' },
  noneHint: 'Opened the page by themselves',
  others: 'Others',
  othersHint: (least) => `Fewer than ${n(least)} each`,
}

export const waysWords = dictionary({ ja, en })
