// The audit log in plain words: one sentence for each action that the server notes.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  title: '変更の記録',
  lead: 'だれが、いつ、何を変えたか。消すことはできません。',
  everyone: '全員',
  anything: 'すべて',
  person: '人',
  kind: '種類',
  server: 'サーバー',
  empty: 'あてはまる記録はありません。',
  kinds: { 'staff.': 'スタッフ', 'shop.': 'ショップ', 'product.': '商品', 'stock.': '在庫', 'show.': '配信', 'order.': '注文', 'chat.': 'コメント', 'viewer.': '書き込みの制限', 'talk.': 'チャットの設定' } as Record<string, string>,
  actions: {
    'staff.added': 'スタッフを加えた', 'staff.profile-changed': 'プロフィールを直した', 'staff.pictured': '写真を変えた',
    'staff.role-changed': '役割を変えた', 'staff.set-up': '最初の管理者になった', 'staff.owner-made': 'コマンドで管理者にした',
    'staff.invited': '招待した', 'staff.invitation-withdrawn': '招待を取り消した', 'staff.joined': '招待を受けて参加した',
    'staff.withdrawn': '利用を止めた', 'staff.reactivated': 'ふたたび使えるようにした', 'staff.sessions-ended': 'サインアウトさせた',
    'staff.password-changed': 'パスワードを変えた', 'staff.second-factor-on': '2 段階認証を有効にした', 'staff.second-factor-off': '2 段階認証をやめた',
    'staff.second-factor-reset': '2 段階認証を外した', 'staff.recovery-codes-renewed': '予備コードを作り直した',
    'order.paid': '入金を記録した', 'order.shipped': '発送を記録した', 'order.cancelled': '注文を取り消した', 'order.refunded': '返金を記録した', 'order.returned': '返品を記録した', 'order.returned_to_stock': '在庫にもどした',
    'delivery.changed': '送料を変えた', 'payment.changed': '支払い方法を変えた', 'issuer.changed': '発行者の情報を変えた', 'legal.changed': '法定の表示を変えた',
    'selling.changed': '取り置きの方法を変えた', 'hold.released': '取り置きを解いた', 'products.imported': '商品をまとめて読みこんだ',
    'mail.from-changed': '差出人を変えた', 'mail.retried': 'メールを送り直した',
    'shop.changed': 'ショップの設定を変えた', 'product.added': '商品を加えた', 'product.changed': '商品を直した', 'product.pictured': '商品の写真を変えた',
    'stock.changed': '在庫を変えた', 'show.planned': '配信を企画した', 'show.changed': '配信を直した', 'show.started': '配信を始めた',
    'show.ended': '配信を終えた', 'show.cancelled': '配信を取りやめた', 'show.rekeyed': '配信の鍵を作り直した',
    'chat.hidden': 'コメントをかくした', 'chat.shown': 'コメントをもどした', 'chat.pinned': 'コメントを固定した', 'chat.unpinned': 'コメントの固定を外した',
    'chat.approved': '確認待ちのコメントを出した', 'chat.rejected': '確認待ちのコメントを出さなかった',
    'viewer.banned': '書き込みを止めた', 'viewer.unbanned': '書き込みの制限を解いた', 'talk.slowed': 'ゆっくりモードを変えた', 'talk.words-changed': '言葉のリストを変えた',
  } as Record<string, string>,
}

const en: typeof ja = {
  title: 'What changed',
  lead: 'Who changed what, and when. Nothing here can be deleted.',
  everyone: 'Everybody',
  anything: 'Everything',
  person: 'Person',
  kind: 'Kind',
  server: 'The server',
  empty: 'Nothing of this kind was noted.',
  kinds: { 'staff.': 'Staff', 'shop.': 'Shop', 'product.': 'Products', 'stock.': 'Stock', 'show.': 'Shows', 'order.': 'Orders', 'chat.': 'Chat', 'viewer.': 'Bans', 'talk.': 'Chat settings' },
  actions: {
    'staff.added': 'Added to the staff', 'staff.profile-changed': 'Edited the profile', 'staff.pictured': 'Changed the picture',
    'staff.role-changed': 'Changed the role', 'staff.set-up': 'Became the first owner', 'staff.owner-made': 'Made an owner on the command line',
    'staff.invited': 'Invited', 'staff.invitation-withdrawn': 'Withdrew the invitation', 'staff.joined': 'Joined by invitation',
    'staff.withdrawn': 'Withdrew access', 'staff.reactivated': 'Gave access again', 'staff.sessions-ended': 'Signed out',
    'staff.password-changed': 'Changed the password', 'staff.second-factor-on': 'Switched the second factor on', 'staff.second-factor-off': 'Switched the second factor off',
    'staff.second-factor-reset': 'Took the second factor off', 'staff.recovery-codes-renewed': 'Made new recovery codes',
    'order.paid': 'Noted a payment', 'order.shipped': 'Noted a shipment', 'order.cancelled': 'Cancelled an order', 'order.refunded': 'Noted a refund', 'order.returned': 'Noted a return', 'order.returned_to_stock': 'Returned pieces to stock',
    'delivery.changed': 'Changed delivery fees', 'payment.changed': 'Changed ways to pay', 'issuer.changed': 'Changed the issuer', 'legal.changed': 'Changed a legal page',
    'selling.changed': 'Changed how pieces are held', 'hold.released': 'Released a hold', 'products.imported': 'Imported products',
    'mail.from-changed': 'Changed the sender of mail', 'mail.retried': 'Sent mail again',
    'shop.changed': 'Changed the shop’s settings', 'product.added': 'Added a product', 'product.changed': 'Edited a product', 'product.pictured': 'Changed a product’s picture',
    'stock.changed': 'Changed the stock', 'show.planned': 'Planned a show', 'show.changed': 'Edited a show', 'show.started': 'Started a show',
    'show.ended': 'Ended a show', 'show.cancelled': 'Cancelled a show', 'show.rekeyed': 'Renewed a show’s key',
    'chat.hidden': 'Hid a line', 'chat.shown': 'Showed a line again', 'chat.pinned': 'Pinned a line', 'chat.unpinned': 'Took a pinned line off',
    'chat.approved': 'Let a held line through', 'chat.rejected': 'Kept a held line out',
    'viewer.banned': 'Banned somebody', 'viewer.unbanned': 'Lifted a ban', 'talk.slowed': 'Changed slow mode', 'talk.words-changed': 'Changed the word list',
  },
}

export const auditWords = dictionary({ ja, en })
