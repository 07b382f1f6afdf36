// The demo's shop: what it sells, who works there, what is coming. All of it is invented.

export const owner = { email: 'owner@tsukishiro.example', password: 'tsukishiro-demo', name: '月白 スタッフ' }

export const shop = { name: '月白', name_latin: 'TSUKISHIRO' }

/** `pieces` of each are in stock; `paint` is what the drawing's lipsticks are painted with. */
export type Shade = { sku: string; name: string; paint: string; pieces: number }
export type Product = { id: string; title: string; subtitle: string; description: string; yen: number; stock: number; drawing: string; shades?: Shade[] }

export const products: Product[] = [
  { id: 'urumi-lip', title: 'うるみリップティント', subtitle: '新色 5 色', yen: 2640, stock: 0, drawing: 'p-lip',
    shades: [
      { sku: 'urumi-lip-akane', name: '茜', paint: '#B33A2B', pieces: 48 },
      { sku: 'urumi-lip-kakishibu', name: '柿渋', paint: '#A8512F', pieces: 36 },
      { sku: 'urumi-lip-sakuranezu', name: '桜鼠', paint: '#B98884', pieces: 30 },
      { sku: 'urumi-lip-tsutsuji', name: '躑躅', paint: '#C2385A', pieces: 24 },
      { sku: 'urumi-lip-budo', name: '葡萄', paint: '#6E2F4B', pieces: 12 },
    ],
    description: '唇の水分となじんで、塗ってから一分でその人の血色になるティント。茜、柿渋、桜鼠、躑躅、葡萄。秋の草木染めから名前をとりました。乾いても、うるっとしたつやが残ります。3.2 g。' },
  { id: 'shizuku-primer', title: 'つや下地 しずく', subtitle: 'SPF 25 ・ 30 g', yen: 3300, stock: 84, drawing: 'p-primer',
    description: '粒の丸い粉が光を集め、頬の高いところを内側から明るく見せる下地。真珠色で、肌の色は変えません。石けんで落とせます。' },
  { id: 'autumn-palette', title: '秋のアイパレット', subtitle: '6 色', yen: 4180, stock: 46, drawing: 'p-eye',
    description: '上の三色は土、下の三色は実り。指で広げてもむらにならない、やわらかな粉です。湿らせた筆なら、右下の締め色が線になります。' },
  { id: 'hidamari-cheek', title: 'ひだまりチーク', subtitle: '湯上がりの血色', yen: 2420, stock: 73, drawing: 'p-cheek',
    description: '指でとって、頬の中央から外へ。茜のリップと同じ赤みなので、合わせると顔色がひとつにまとまります。5 g。' },
  { id: 'mayu-powder', title: '繭のルースパウダー', subtitle: 'シルク 20 % ・ 12 g', yen: 3080, stock: 58, drawing: 'p-powder',
    description: 'シルクの細かな粉が余分な皮脂だけを吸います。小鼻と額の中央にだけのせて、頬のつやは残してください。' },
  { id: 'tsukishiro-serum', title: '月白の美容液', subtitle: '無香料 ・ 40 mL', yen: 5280, stock: 39, drawing: 'p-serum',
    description: '米ぬか由来のセラミドを、角質層まで届くかたちで。香りをつけていないので、季節の変わり目にも使えます。' },
  { id: 'yuzu-cleansing', title: '柚子クレンジング', subtitle: '150 mL', yen: 2860, stock: 91, drawing: 'p-oil',
    description: '高知の柚子の種の油で、濃いリップもこすらずに落とします。ぬれた手でも使えます。' },
  { id: 'autumn-set', title: '秋のセット', subtitle: '美容液・下地・リップ', yen: 9900, stock: 24, drawing: 'p-set',
    description: '月白の美容液、つや下地 しずく、うるみリップティントの茜。はじめての方に選んだ三点を、布の袋に入れてお届けします。' },
]

/** `face` is the square of the drawing that becomes the portrait, in its units. */
export const staff = [
  { handle: 'minori', name: '佐倉 みのり', title: '美容部員・銀座店', role: 'presenter', drawing: 'live', face: { x: 95, y: 150, width: 204, height: 204 } },
  { handle: 'aoi', name: '三浦 葵', title: 'メイク講師', role: 'presenter', drawing: 'base', face: { x: 95, y: 150, width: 204, height: 204 } },
  { handle: 'kaori', name: '水野 かおり', title: '美容部員・京都店', role: 'presenter', drawing: 'eye', face: { x: 95, y: 150, width: 204, height: 204 } },
  { handle: 'riku', name: '高瀬 陸', title: '調色・研究', role: 'presenter', drawing: 'talk', face: { x: 95, y: 150, width: 204, height: 204 } },
]

/** Shows to come: so many days from today, at that time in Japan. */
export const upcoming = [
  { title: 'つや肌のための、夜の洗いかた', days: 2, time: '21:00', cast: ['aoi'], shelf: ['yuzu-cleansing', 'tsukishiro-serum', 'shizuku-primer'],
    description: '落とす順番と、お湯の温度。翌朝の下地が変わる洗いかたを、洗面台からお届けします。' },
  { title: '冬の限定セット、先に見せます', days: 6, time: '20:30', cast: ['minori', 'riku'], shelf: ['autumn-set', 'urumi-lip', 'tsukishiro-serum'],
    description: '発売の一週間前に、袋を開けるところから。色を決めた高瀬と、塗る佐倉の二人で。' },
  { title: '調色室から生中継：赤ができるまで', days: 11, time: '21:00', cast: ['riku'], shelf: ['urumi-lip', 'hidamari-cheek'],
    description: '茜の赤は、七回目の試作でした。顔料を練るところをそのままお見せします。' },
]

/** That time of day in Japan, so many days from today. */
export function in_japan(days: number, time: string): string {
  const day = new Date(Date.now() + (days * 24 + 9) * 3_600_000).toISOString().slice(0, 10)
  return new Date(`${day}T${time}:00+09:00`).toISOString()
}

/** What a product is ordered by: its own id, or one of its shades. */
export const skusOf = (product: string): string[] => products.find(({ id }) => id === product)?.shades?.map(({ sku }) => sku) ?? [product]

/** How many pieces of a SKU the shop usually has. */
export const usualStock = (sku: string): number =>
  products.flatMap(({ id, stock, shades }) => shades ?? [{ sku: id, pieces: stock }]).find((each) => each.sku === sku)?.pieces ?? 50
