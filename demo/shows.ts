// What is said and shown in the demo's shows, line by line. `say` is the same in kana, which is what the voice reads.
// `chat` is what viewers wrote just after a line, in the shows that are over.
import type { Held } from './layers.ts'

export type Line = { text: string; say: string; chat?: [name: string, text: string][]; staff?: string; hearts?: number; saves?: number }

/** A stretch with one camera: the presenter holding something, or a product close up. */
export type Shot = { held?: Held; picture?: string; near?: boolean; pin?: string | null; lines: Line[] }

export type Show = {
  name: string
  title: string
  description: string
  presenter: { handle: string; name: string; drawing: string; voice: string[] }
  shelf: string[]
  /** Pixels across; the height follows from 9:16. */
  width: number
  frame_rate: number
  days_ago: number
  shots: Shot[]
}

export const live: Show = {
  name: 'live',
  title: '秋の新色リップ、ぜんぶ塗る夜',
  description: 'うるみリップティントの新色 5 色を、明かりを変えながら順に塗ります。下地とチークの合わせ方まで。',
  presenter: { handle: 'minori', name: '佐倉 みのり', drawing: 'live', voice: ['-v', 'ja+f2', '-s', '152', '-p', '60'] },
  shelf: ['urumi-lip', 'shizuku-primer', 'hidamari-cheek', 'autumn-palette', 'mayu-powder', 'tsukishiro-serum', 'yuzu-cleansing', 'autumn-set'],
  width: 720, frame_rate: 30, days_ago: 0,
  shots: [
    { held: 'kakishibu', pin: 'urumi-lip', lines: [
      { text: 'こんばんは、月白の\n佐倉みのりです', say: 'こんばんは。つきしろの、さくらみのりです。' },
      { text: '今夜は秋の新色リップを、\nぜんぶ塗っていきます', say: 'こんやは、あきのしんしょくりっぷを、ぜんぶ、ぬっていきます。' },
    ] },
    { picture: 'p-lip', lines: [
      { text: 'うるみリップティント、\n新色は 5 色です', say: 'うるみりっぷてぃんと、しんしょくは、ごしょくです。' },
      { text: '茜、柿渋、桜鼠、\n躑躅、そして葡萄', say: 'あかね、かきしぶ、さくらねず、つつじ、そして、ぶどう。' },
      { text: '秋の草木で染めた布の、\n色の名前です', say: 'あきの、くさきで、そめた、ぬのの、いろの、なまえです。' },
    ] },
    { held: 'akane', near: true, lines: [
      { text: 'まずは茜。ひと塗りで\n血色が出ます', say: 'まずは、あかね。ひとぬりで、けっしょくがでます。' },
      { text: '唇の内側から、\nぽんぽんと広げるだけ', say: 'くちびるのうちがわから、ぽんぽんと、ひろげるだけ。' },
    ] },
    { held: 'sakuranezu', near: true, lines: [
      { text: 'ブルベさんには、\nこの桜鼠がおすすめ', say: 'ぶるべさんには、この、さくらねずが、おすすめ。' },
      { text: '乾いても、うるっとした\nつやが残ります', say: 'かわいても、うるっとした、つやが、のこります。' },
    ] },
    { held: 'tube', pin: 'shizuku-primer', lines: [
      { text: 'リップの前に仕込むなら、\nつや下地 しずく', say: 'りっぷのまえに、しこむなら、つやしたじ、しずく。' },
      { text: '頬の高いところに、\nひと粒だけで大丈夫', say: 'ほおの、たかいところに、ひとつぶだけで、だいじょうぶ。' },
    ] },
    { picture: 'p-primer', lines: [
      { text: '光を集めるので、\nファンデが薄くて済みます', say: 'ひかりを、あつめるので、ふぁんでが、うすくてすみます。' },
    ] },
    { held: 'compact', pin: 'hidamari-cheek', lines: [
      { text: '続いて、ひだまりチーク。\n指でとって、頬の中央へ', say: 'つづいて、ひだまりちーく。ゆびでとって、ほおの、ちゅうおうへ。' },
      { text: '丸くではなく、外へ\nほんのり流してください', say: 'まるくではなく、そとへ、ほんのり、ながしてください。' },
      { text: '残りを鼻先に、\nさっとひと刷け', say: 'のこりを、はなさきに、さっと、ひとはけ。' },
    ] },
    { picture: 'p-cheek', lines: [
      { text: '茜のリップと合わせると、\n湯上がりの血色に', say: 'あかねの、りっぷと、あわせると、ゆあがりの、けっしょくに。' },
    ] },
    { picture: 'p-set', pin: 'autumn-set', lines: [
      { text: '秋のセットは、下地と\n美容液とリップの 3 点', say: 'あきのせっとは、したじと、びようえきと、りっぷの、さんてん。' },
      { text: '月白がはじめての方に、\nいちばんのおすすめです', say: 'つきしろが、はじめてのかたに、いちばんの、おすすめです。' },
    ] },
    { held: 'budo', pin: 'urumi-lip', lines: [
      { text: 'コメント、ぜんぶ\n読んでいます。うれしい', say: 'こめんと、ぜんぶ、よんでいます。うれしい。' },
      { text: '迷ったら「あとで考える」に\n入れておいてくださいね', say: 'まよったら、あとでかんがえるに、いれておいて、くださいね。' },
      { text: 'それでは最後の葡萄を、\n重ね塗りしてみましょう', say: 'それでは、さいごの、ぶどうを、かさねぬり、してみましょう。' },
    ] },
  ],
}

export const primer: Show = {
  name: 'primer',
  title: 'つや下地の正解、肌質別に試す',
  description: '乾燥肌、混合肌、脂性肌。同じ一本を、のせる場所と量で使い分けます。',
  presenter: { handle: 'aoi', name: '三浦 葵', drawing: 'base', voice: ['-v', 'ja+f4', '-s', '146', '-p', '52'] },
  shelf: ['shizuku-primer', 'tsukishiro-serum', 'mayu-powder', 'autumn-set'],
  width: 540, frame_rate: 24, days_ago: 14,
  shots: [
    { held: 'tube', pin: 'shizuku-primer', lines: [
      { text: 'こんばんは。\nメイク講師の三浦葵です', say: 'こんばんは。めいくこうしの、みうらあおいです。', chat: [['しらたま', 'こんばんは！待ってました'], ['凪', 'こんばんは〜']], hearts: 14 },
      { text: '今日は、つや下地を\n肌質別に試します', say: 'きょうは、つやしたじを、はだしつべつに、ためします。', chat: [['ゆず茶', '混合肌なのでうれしい'], ['haru', '乾燥肌です、冬がこわい']], hearts: 9 },
    ] },
    { picture: 'p-primer', lines: [
      { text: 'しずくは、うすい\n真珠色の下地です', say: 'しずくは、うすい、しんじゅいろの、したじです。', chat: [['こはる', '色はつかないんですね'], ['mochi_22', 'ラメっぽくない？']] },
      { text: '大きなラメは入れず、\n粉の丸みで光らせています', say: 'おおきな、らめはいれず、こなの、まるみで、ひからせています。', chat: [['mochi_22', 'なるほど、粒が丸いのか']], saves: 3 },
    ] },
    { held: 'tube', near: true, lines: [
      { text: 'まず乾燥肌の方。\n美容液のあとに米粒ふたつ', say: 'まず、かんそうはだのかた。びようえきのあとに、こめつぶ、ふたつ。', chat: [['haru', '米粒ふたつ、覚えた'], ['青い鳥', '量が具体的で助かる']], hearts: 11 },
      { text: '内から外へ、\n押さえるようにのばします', say: 'うちからそとへ、おさえるように、のばします。', chat: [['しらたま', 'こすらないのが大事なんですね']] },
    ] },
    { held: 'serum', pin: 'tsukishiro-serum', lines: [
      { text: '下に仕込んだのは、\n月白の美容液です', say: 'したに、しこんだのは、つきしろの、びようえきです。', chat: [['凪', '美容液と下地、順番いつも迷う'], ['ゆず茶', '香りはありますか？']], staff: '無香料です。米ぬか由来の保湿成分を使っています' },
      { text: '一分だけ待ってから、\n下地を重ねてください', say: 'いっぷんだけ、まってから、したじを、かさねて、ください。', chat: [['はるか', '待つのか…いつもすぐ塗ってた']], hearts: 8, saves: 4 },
    ] },
    { held: 'tube', pin: 'shizuku-primer', lines: [
      { text: '混合肌の方は、\n塗り分けがこつです', say: 'こんごうはだのかたは、ぬりわけが、こつです。', chat: [['ゆず茶', 'きた！'], ['あずき', '私も混合肌']], hearts: 16 },
      { text: 'T ゾーンは薄く、\n頬だけ重ねます', say: 'てぃーぞーんは、うすく、ほおだけ、かさねます。', chat: [['しらたま', '毛穴がふわっと消えた'], ['凪', 'いまの塗り方もう一回見たい']], staff: 'T ゾーンは薄く、頬だけ重ねます。このあともう一度お見せしますね', saves: 7 },
    ] },
    { picture: 'p-primer', lines: [
      { text: 'もう一度。額と鼻は\n手に残った分だけ', say: 'もういちど。ひたいと、はなは、てに、のこったぶんだけ。', chat: [['凪', 'ありがとうございます！わかりやすい'], ['tsumugi', 'これは保存した']], hearts: 12, saves: 6 },
    ] },
    { held: 'jar', pin: 'mayu-powder', lines: [
      { text: '脂性肌の方は、最後に\n繭のルースパウダーを', say: 'しせいはだのかたは、さいごに、まゆの、るーすぱうだーを。', chat: [['rin', '夏はほぼこれだけで過ごしました'], ['あずき', '粉、細かそう']] },
      { text: '小鼻と額の中央だけ。\n頬のつやは残します', say: 'こばなと、ひたいの、ちゅうおうだけ。ほおの、つやは、のこします。', chat: [['はるか', '全顔に塗ってたのが間違いだった'], ['こはる', '夕方まで崩れません、本当に']], hearts: 10, saves: 5 },
    ] },
    { picture: 'p-powder', lines: [
      { text: 'シルクの粉なので、\n厚みが出ません', say: 'しるくの、こななので、あつみが、でません。', chat: [['青い鳥', '繭ってそういうことか']] },
    ] },
    { picture: 'p-set', pin: 'autumn-set', lines: [
      { text: '迷った方は、下地の入った\n秋のセットからどうぞ', say: 'まよったかたは、したじのはいった、あきの、せっとから、どうぞ。', chat: [['tsumugi', 'リップもついてくるの？'], ['しらたま', 'セットにします']], staff: 'はい、茜のリップが入っています', saves: 3 },
    ] },
    { held: 'tube', near: true, pin: 'shizuku-primer', lines: [
      { text: '今日のこつは一つだけ。\nのせる場所を選ぶこと', say: 'きょうの、こつは、ひとつだけ。のせる、ばしょを、えらぶこと。', chat: [['haru', '明日の朝やってみます'], ['mochi_22', '買いました！']], hearts: 18 },
      { text: 'また金曜日の夜に、\nお会いしましょう', say: 'また、きんようびの、よるに、おあいしましょう。', chat: [['凪', 'ありがとうございました'], ['ゆず茶', 'おやすみなさい'], ['rin', 'また来ます']], hearts: 32 },
    ] },
  ],
}

export const palette: Show = {
  name: 'palette',
  title: '秋のアイパレット、6 色の使いきり',
  description: '一つのパレットを三日分。朝、会議、夜の食事まで、同じ六色で変えていきます。',
  presenter: { handle: 'kaori', name: '水野 かおり', drawing: 'eye', voice: ['-v', 'ja+f3', '-s', '144', '-p', '44'] },
  shelf: ['autumn-palette', 'hidamari-cheek', 'urumi-lip', 'yuzu-cleansing'],
  width: 540, frame_rate: 24, days_ago: 21,
  shots: [
    { held: 'palette', pin: 'autumn-palette', lines: [
      { text: '京都店から、こんばんは。\n水野かおりです', say: 'きょうとてんから、こんばんは。みずのかおりです。', chat: [['tsumugi', '京都店だ！'], ['青い鳥', 'こんばんは']], hearts: 12 },
      { text: '今夜は秋のアイパレットを\n使いきります', say: 'こんやは、あきの、あいぱれっとを、つかいきります。', chat: [['あずき', 'いつも二色しか減らない…'], ['rin', 'わかる、締め色が残る']], hearts: 7 },
    ] },
    { picture: 'p-eye', lines: [
      { text: '上の三色が土、\n下の三色が実りの色です', say: 'うえの、さんしょくが、つち、したの、さんしょくが、みのりの、いろです。', chat: [['こはる', '名前が素敵'], ['mochi_22', '左下の金色きれい']], saves: 4 },
    ] },
    { held: 'palette', near: true, lines: [
      { text: '一日目。左上だけを\n指でひと塗り', say: 'いちにちめ。ひだりうえだけを、ゆびで、ひとぬり。', chat: [['凪', '指でいいんだ'], ['はるか', '朝はこれだけでいい気がする']] },
      { text: '一重の方は、目を開けて\n見える幅まで', say: 'ひとえのかたは、めをあけて、みえる、はばまで。', chat: [['ゆず茶', '一重です！参考になる'], ['しらたま', '幅の話は初めて聞いた']], staff: '一重さんの塗り方は、このあともう一度お見せします', hearts: 15, saves: 8 },
    ] },
    { held: 'palette', lines: [
      { text: '二日目。真ん中の赤土を\n目尻の三分の一に', say: 'ふつかめ。まんなかの、あかつちを、めじりの、さんぶんのいちに。', chat: [['tsumugi', '赤みブラウン大好き'], ['rin', '腫れて見えませんか？']] },
      { text: '目頭を空けておけば、\n腫れて見えません', say: 'めがしらを、あけておけば、はれてみえません。', chat: [['rin', 'なるほど、空けるのか'], ['あずき', '会社でも大丈夫そう']], hearts: 9, saves: 5 },
    ] },
    { held: 'compact', pin: 'hidamari-cheek', lines: [
      { text: 'チークは同じ赤みの\nひだまりを薄く', say: 'ちーくは、おなじ、あかみの、ひだまりを、うすく。', chat: [['haru', '目と頬の色をそろえるのね']], hearts: 6 },
    ] },
    { picture: 'p-cheek', lines: [
      { text: '目元と頬を近い色に。\nそれだけで整います', say: 'めもとと、ほおを、ちかい、いろに。それだけで、ととのいます。', chat: [['青い鳥', 'メモした'], ['こはる', '柿渋のリップも合いそう']], saves: 3 },
    ] },
    { held: 'budo', pin: 'urumi-lip', lines: [
      { text: '夜の食事なら、リップは\n葡萄を合わせてみて', say: 'よるの、しょくじなら、りっぷは、ぶどうを、あわせてみて。', chat: [['こはる', '葡萄きた！'], ['mochi_22', '深い色なのに透けますね']], hearts: 13, saves: 4 },
    ] },
    { held: 'palette', near: true, pin: 'autumn-palette', lines: [
      { text: '三日目は、右下の締め色を\n線にして使います', say: 'みっかめは、みぎしたの、しめいろを、せんにして、つかいます。', chat: [['あずき', '残ってたやつ！'], ['凪', '筆は濡らしますか？']], staff: '筆を水で少し湿らせてください' },
      { text: '湿らせた筆で、\nまつげの間を埋めるだけ', say: 'しめらせた、ふでで、まつげの、あいだを、うめるだけ。', chat: [['凪', 'アイライナーいらない'], ['ゆず茶', '一重でも線が消えない'], ['tsumugi', '天才では']], hearts: 21, saves: 9 },
    ] },
    { held: 'oil', pin: 'yuzu-cleansing', lines: [
      { text: '落とすときは、\n柚子クレンジングを二回', say: 'おとすときは、ゆず、くれんじんぐを、にかい。', chat: [['はるか', '二回に分けるのはなぜ？'], ['rin', '香りが好きで手放せない']], staff: '一回目で色を浮かせ、二回目で流します。こすらずに済みます', saves: 2 },
    ] },
    { held: 'palette', lines: [
      { text: '六色で三日。\nこれで使いきれますね', say: 'ろくしょくで、みっか。これで、つかいきれますね。', chat: [['あずき', '今度こそ使いきる'], ['しらたま', '楽しかったです'], ['青い鳥', '買いました']], hearts: 28 },
      { text: '京都店でもお試しに\nなれます。おやすみなさい', say: 'きょうとてんでも、おためしに、なれます。おやすみなさい。', chat: [['tsumugi', '週末行きます'], ['凪', 'おやすみなさい']], hearts: 24 },
    ] },
  ],
}

export const past = [primer, palette]
