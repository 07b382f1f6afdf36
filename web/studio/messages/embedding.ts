// The shop inside other shops: sites, the cart, ids, and the orders that came from there.
import { dictionary } from '../../shared/i18n.ts'

const ja = {
  title: 'ほかのショップで見せる',
  lead: 'いまあるオンラインショップのページに、配信をそのまま置けます。',
  origins: '置いてよいサイト',
  originsHint: '1 行に 1 つ、https://shop.example のように。ここにないサイトでは表示されません。',
  cart: 'カートの場所',
  carts: {
    here: 'このショップで注文を受ける',
    host: '置いたページのカートに入れる',
    url: '決めたアドレスのカートへ送る',
  },
  cartHints: {
    here: '配信の上に注文画面が開きます',
    host: 'ページが nigiwai:add-to-cart を受け取ります',
    url: 'Shopify や EC-CUBE のカートを開きます',
  },
  preset: 'ショップの種類',
  presets: { shopify: 'Shopify', eccube: 'EC-CUBE', own: 'そのほか' },
  shop: 'ショップのホスト名',
  shopHint: 'tsukishiro.myshopify.com のように。アドレスの {shop} に入ります。',
  template: 'アドレス',
  templateHint: '{variant} は相手の商品 ID、{quantity} は数量、{moment} は場面の控えです。ほかに {sku} と {product} が使えます。',
  takesStock: '相手が受けた注文のぶん、ここの在庫を減らす',
  code: 'ページに置くコード',
  codeHint: 'SHOW を、配信のアドレスの末尾にある ID に置きかえます。',
  ids: '商品 ID の対応',
  idsLead: '相手のショップでの商品 ID です。空のままなら、ここの SKU がそのまま使われます。',
  idsOpen: 'ID を入れる',
  idsEmpty: '商品がまだありません。',
  idOf: (title: string) => `${title} の、相手での ID`,
  orders: 'ほかのショップが受けた注文',
  ordersEmpty: 'まだありません。相手のサーバーから知らせが届くと、ここに並びます。',
  states: { placed: '注文', paid: '入金', shipped: '発送', cancelled: '取り消し', refunded: '返金' } as Record<string, string>,
}

const en: typeof ja = {
  title: 'Embed in other shops',
  lead: 'Place a show on the pages of the online shop you already have.',
  origins: 'Allowed sites',
  originsHint: 'One per line, such as https://shop.example. It is shown nowhere else.',
  cart: 'Which cart to use',
  carts: {
    here: 'Take orders in this shop',
    host: 'Add to the cart of the page around the show',
    url: 'Send people to a cart at an address',
  },
  cartHints: {
    here: 'Our checkout opens over the show',
    host: 'The page receives nigiwai:add-to-cart',
    url: 'Opens the cart of Shopify or EC-CUBE',
  },
  preset: 'Kind of shop',
  presets: { shopify: 'Shopify', eccube: 'EC-CUBE', own: 'Other' },
  shop: 'Host name of the shop',
  shopHint: 'Such as tsukishiro.myshopify.com. Used for {shop} in the address.',
  template: 'Address',
  templateHint: '{variant} is the other shop’s product ID, {quantity} the number of pieces, {moment} the moment token. You can also use {sku} and {product}.',
  takesStock: 'Subtract the other shop’s orders from our stock',
  code: 'Code for your page',
  codeHint: 'Replace SHOW with the ID at the end of the show’s address.',
  ids: 'Product IDs',
  idsLead: 'Each product’s ID in the other shop. Where it is empty, our SKU is used.',
  idsOpen: 'Enter IDs',
  idsEmpty: 'There are no products yet.',
  idOf: (title) => `The other shop’s ID for ${title}`,
  orders: 'Orders that other shops took',
  ordersEmpty: 'None yet. They appear here when the other shop’s server reports them.',
  states: { placed: 'Placed', paid: 'Paid', shipped: 'Shipped', cancelled: 'Cancelled', refunded: 'Refunded' },
}

export const embeddingWords = dictionary({ ja, en })
