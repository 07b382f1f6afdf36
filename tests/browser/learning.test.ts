// A team learns from a show, in Chromium: the review fills itself, what to keep, a problem and a try are written, two people
// meet in one note, a moment becomes a case, the review is closed; the try stands in the next show's preparation and is
// judged in its review; a pattern is confirmed with two shows; a presenter goes through the cards and passes a quiz. On a
// desk and a phone, in both languages.
import assert from 'node:assert/strict'
import { after, before, test as it } from 'node:test'
import type { Client, Product, Show } from '../support/api.ts'
import { type Browser, launch } from '../support/browser.ts'
import { pastShow } from '../support/past_show.ts'
import { until } from '../support/processes.ts'
import { Room } from '../support/room.ts'
import { Server } from '../support/server.ts'
import { contact, ownerEmail, ownerPassword, Shop } from '../support/shop.ts'
import { look, written } from './look.ts'
import { faults, type Form, test, Visit, walked } from './visit.ts'

const kPassword = '秋の夜長に口紅を塗る'
const kPresenter = 'mizuno@example.jp'

let browser: Browser
before(async () => {
  browser = await launch()
  for (const word of ['店長', '店', '水野 かおり', '水', 'ゆず茶', '秋の新色リップ、ぜんぶ塗る夜', '九月の配信', '十月の配信', '次の配信', 'そのまた次', 'あいさつ', '塗りくらべ', '口紅を二本', 'おまけ', '敏感肌でも使えますか',
    '右頬だけに塗って、左とくらべて見せる', '33 分に映像が途切れた', '締めの前に、もう一度見せる', '締めの前に、二度見せる', '二本目の口紅で手が止まった', '右頬だけに塗った', 'ちがいが一目で分かる', '2 分で注文 12 件', '見くらべ', '21 時',
    'はじめの 3 分で、主役の商品をピンする', '人が多いうちに見える', '購入率がいつもより高い', '柿渋の口紅', '椿のオイル', '朝のミスト', '全 5 色', '髪と肌に', 'しゅっとひと吹き', '柿渋', '紅茶', '30 ml', '50 ml', 'ゆず', '無香料', 'の説明です。',
    '4 時間はもちます', '落ちにくいですか', 'はじめての人へ', 'アーカイブで見つけた場面']) written.add(word)
})
after(() => browser?.close())

for (const form of walked) void it(`a team learns from its shows: ${form.name}`, () => journey(form))

it('nothing was wrong with the screens', () => assert.deepEqual(faults, []))

interface House { shop: Shop; products: Product[]; show: Show; next: Show; after: Show; past: string }

async function journey(form: Form): Promise<void> {
  const server = await Server.start()
  const shop = await Shop.open(server)
  try {
    const house = await furnish(shop)
    const visit = await Visit.begin(browser, server.base, form)
    await visit.go('/studio')
    await signIn(visit, ownerEmail, ownerPassword)
    visit.content(/401 GET/)
    await review(visit, house)
    await tries(visit, house)
    await patterns(visit, house)
    await cases(visit, house)
    await course(visit, house)
    visit.content()
    await visit.context.close()
    await presenter(server, form, house)
  } finally {
    await server.stop()
  }
}

async function signIn(visit: Visit, email: string, password: string): Promise<void> {
  await visit.page.fill(test('email'), email)
  await visit.page.fill(test('password'), password)
  await visit.page.click(test('submit'))
}

async function furnish(shop: Shop): Promise<House> {
  const invitation = await shop.owner.post('/api/staff/invitations', { name: '水野 かおり', role: 'presenter', email: kPresenter })
  const { staff } = await shop.anyone.post('/api/staff/invitations/accept', { token: new URL(invitation.url).hash.slice(1), password: kPassword })
  const products: Product[] = []
  for (const [id, title, price, subtitle, colours] of [['kaki', '柿渋の口紅', 2640, '全 5 色', ['柿渋', '紅茶']], ['oil', '椿のオイル', 3300, '髪と肌に', ['30 ml', '50 ml']], ['mist', '朝のミスト', 1980, 'しゅっとひと吹き', ['ゆず', '無香料']]] as const) {
    const variants = colours.map((name, at) => ({ sku: `${id}-${at}`, options: { 種類: name }, price: { amount: price + at * 500, currency: 'JPY' } }))
    products.push(await shop.owner.put(`/api/products/${id}`, { title, subtitle, description: `${title}の説明です。`, price: { amount: price, currency: 'JPY' }, variants }))
    for (const { sku } of variants) await shop.owner.post(`/api/stock/${sku}`, { delta: 20, reason: '入荷' })
  }
  const shelf = products.map(({ id }) => id)
  const order = (who: Client, show: string, sku: string, at = 0) => who.post('/api/orders', { show, at, lines: [{ sku, quantity: 1 }], contact })
  const past = await pastShow(shop, { title: '九月の配信', shelf: products, seconds: 8 })
  const earlier = await shop.show({ title: '十月の配信', shelf, cast: [staff.handle] })
  const theirs = await shop.owner.post(`/api/shows/${earlier.id}/cues`, { title: '口紅を二本', length_s: 60, product: 'kaki', intent: 'use_idea' })
  await shop.owner.post(`/api/shows/${earlier.id}/start`)
  const first = await shop.viewer('はじめ')
  const before = [await Room.join(shop.owner, earlier.id), await Room.join(first, earlier.id)] as const
  await before[0].must('cue.start', { cue: theirs.id })
  await before[1].must('play.span', { from: 0, to: 9000 })
  await order(first, earlier.id, 'oil-0')
  await shop.owner.post(`/api/shows/${earlier.id}/end`)
  for (const each of before) each.leave()

  const show = await shop.show({ shelf })
  await shop.owner.put(`/api/shows/${show.id}/plan`, { concept: 'how_to', purpose: '使いかたを見せる', targets: [{ figure: 'orders', target: 2 }, { figure: 'viewers', target: 40 }, { figure: 'peak_viewers', target: 30 }] })
  const cues = []
  for (const [title, length_s, about] of [['あいさつ', 60, {}], ['塗りくらべ', 1, { product: 'kaki', intent: 'use_idea' }], ['おまけ', 120, {}]] as const) cues.push(await shop.owner.post(`/api/shows/${show.id}/cues`, { title, length_s, ...about }))
  await shop.owner.post(`/api/shows/${show.id}/start`)
  const viewer = await shop.viewer('ゆず茶')
  const [director, room] = [await Room.join(shop.owner, show.id), await Room.join(viewer, show.id)]
  await director.must('cue.start', { cue: cues[0]!.id })
  await room.must('question.ask', { text: '敏感肌でも使えますか' })
  const answered = await room.must('question.ask', { text: '落ちにくいですか', product: 'kaki' })
  await director.must('question.answer', { seq: answered, text: '4 時間はもちます' })
  await director.must('cue.start', { cue: cues[1]!.id })
  const at = (await shop.owner.get<{ items: { started_ms: number }[] }>(`/api/shows/${show.id}/cues`)).items[1]!.started_ms
  await room.must('play.span', { from: 0, to: 8000 })
  await room.must('product.save', { product: 'kaki' })
  await order(viewer, show.id, 'kaki-0', at)
  await order(await shop.viewer('そら'), show.id, 'kaki-1', at)
  await shop.owner.post(`/api/shows/${show.id}/end`)
  for (const each of [director, room]) each.leave()
  const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()
  const next = await shop.show({ title: '次の配信', shelf, starts_at: soon(2) })
  const after = await shop.show({ title: 'そのまた次', shelf, starts_at: soon(9) })
  await shop.owner.post(`/api/shows/${after.id}/cues`, { title: '塗りくらべ', length_s: 300 })
  return { shop, products, show, next, after, past }
}

async function note(visit: Visit, kind: string, text: string, at = ''): Promise<void> {
  const { page } = visit
  await page.click(test(`add-${kind}`))
  await page.fill(test('note-text'), text)
  await page.fill(test('note-at'), at)
  await page.click(test('save-note'))
  await page.waitForSelector(test('note-form'), { state: 'detached' })
  await page.locator(test('note'), { hasText: text }).waitFor()
}

async function review(visit: Visit, { shop, show, next }: House): Promise<void> {
  const { page } = visit
  await page.waitForSelector(test('open-review'))
  await look(visit, 'shows-review')
  await page.click(`[data-show="${show.id}"] ${test('open-review')}`)
  await page.waitForSelector(`${test('review')}[data-closed="false"]`)
  await page.waitForSelector(`${test('figure-orders')}[data-value="2"][data-target="2"][data-usual="0"][data-last="1"]`)
  await page.waitForSelector(`${test('cue-result')}[data-orders="2"][data-saves="1"] ${test('cue-beside')}`)
  assert.equal(await page.locator(test('close-review')).isDisabled(), true, 'nothing is written yet')
  await look(visit, 'review-fresh')
  // What each cue brought while it was watched, and how the same one went with somebody else.
  const lip = page.locator(`${test('cue-result')}[data-orders="2"]`)
  assert.ok(Number(await lip.getAttribute('data-orders-rate')) > 0, 'orders for each 1,000 seconds')
  assert.equal(await page.locator(`${test('cue-result')}[data-orders-rate=""]`).count(), 1, 'the one that was left out has no rate')
  await lip.locator(`${test('cue-beside')}[data-shows="1"]`).click()
  await page.locator(test('beside'), { hasText: '水野 かおり' }).locator('a', { hasText: '十月の配信' }).waitFor()
  await page.locator(test('cue-table')).scrollIntoViewIfNeeded()
  await look(visit, 'review-cues')
  await lip.locator(test('cue-beside')).click()
  await page.waitForSelector(test('beside-table'), { state: 'detached' })
  // A question that nobody answered leads to its moment.
  assert.match((await page.locator(test('question-moment')).getAttribute('href'))!, new RegExp(`^/shows/${show.id}\\?t=0$`))

  await page.click(test('add-keep'))
  await page.click(test('save-note'))
  await page.waitForSelector('.field-error')
  await look(visit, 'review-note')
  await page.fill(test('note-at'), '99:99')
  await page.fill(test('note-text'), '右頬だけに塗って、左とくらべて見せる')
  await page.click(test('save-note'))
  await page.waitForSelector('.field-error')
  await page.fill(test('note-at'), '0:00')
  await page.click(test('save-note'))
  await page.waitForSelector(test('note-form'), { state: 'detached' })
  await note(visit, 'problem', '33 分に映像が途切れた')
  await note(visit, 'try', '締めの前に、もう一度見せる')

  // Somebody else writes the same note meanwhile.
  await page.locator(`${test('note')}[data-kind="try"] ${test('edit-note')}`).click()
  const path = `/api/shows/${show.id}/review`
  const theirs = (await shop.owner.get<{ notes: { id: string; kind: string }[] }>(path)).notes.find(({ kind }) => kind === 'try')!
  await shop.owner.put(`${path}/notes/${theirs.id}`, { kind: 'try', text: '締めの前に、二度見せる' })
  await page.fill(test('note-text'), '締めの前に、もう一度見せる')
  await page.click(test('save-note'))
  await page.waitForSelector(test('stale'))
  visit.content(/412 PUT/)
  await look(visit, 'review-stale')
  await page.click(test('save-note'))
  await page.waitForSelector(test('note-form'), { state: 'detached' })
  await page.locator(test('note'), { hasText: 'もう一度見せる' }).waitFor()
  await page.selectOption(test('try-in'), next.id)
  await until('the try is planned', async () => (await shop.owner.get<{ items: unknown[] }>(`/api/shows/${next.id}/tries`)).items.length === 1, 10)

  // A moment becomes a case.
  await page.locator(`${test('cue-result')}[data-orders="2"] .do button`).click()
  await page.fill(test('case-title'), '')
  await page.click(test('save-case'))
  await page.waitForSelector('.field-error')
  await look(visit, 'case-form')
  await page.fill(test('case-title'), '二本目の口紅で手が止まった')
  await page.fill(test('case-did'), '右頬だけに塗った')
  await page.fill(test('case-why'), 'ちがいが一目で分かる')
  await page.fill(test('case-figure'), '2 分で注文 12 件')
  await page.fill(test('case-tags'), '見くらべ、21 時')
  await page.click(test('save-case'))
  await page.waitForSelector(test('case'))
  await look(visit, 'review-written')

  await page.click(test('close-review'))
  await page.waitForSelector(test('close-dialog'))
  await look(visit, 'review-close')
  await page.click(test('confirm'))
  await page.waitForSelector(`${test('review')}[data-closed="true"]`)
  assert.equal(await page.locator(test('edit-note')).count(), 0)
  await look(visit, 'review-closed')
  await page.click(test('reopen-review'))
  await page.fill(test('reopen-reason'), '書きもらしがあった')
  await look(visit, 'review-reopen')
  await page.click(test('confirm'))
  await page.waitForSelector(`${test('review')}[data-closed="false"]`)
  await page.click(test('close-review'))
  await page.click(test('confirm'))
  await page.waitForSelector(`${test('review')}[data-closed="true"]`)
  await visit.go('/studio/playbook')
  await page.waitForSelector(`${test('todo')}[data-todo="review-the-show"][data-state="closed"][data-closed-by="events"]`, { state: 'attached' })
}

async function tries(visit: Visit, { shop, next }: House): Promise<void> {
  const { page } = visit
  await visit.go(`/studio/shows/${next.id}`)
  await page.waitForSelector(test('to-try'))
  await page.locator(test('to-try')).scrollIntoViewIfNeeded()
  await look(visit, 'prepare-tries')
  await shop.owner.post(`/api/shows/${next.id}/start`)
  await shop.owner.post(`/api/shows/${next.id}/end`)
  await visit.go(`/studio/shows/${next.id}/review`)
  await page.waitForSelector(`${test('planned-try')}[data-outcome=""]`)
  await look(visit, 'review-tries')
  await page.click(test('outcome-helped'))
  await page.waitForSelector(`${test('planned-try')}[data-outcome="helped"]`)
  // The list of reviews tells one that is closed and others that are not.
  await visit.go('/studio/learn')
  await page.waitForSelector(test('review-row'))
  assert.equal(await page.locator(`${test('review-row')} .tag.ok`).count(), 1)
  await look(visit, 'learn-reviews')
}

async function patterns(visit: Visit, { show, next, after: coming }: House): Promise<void> {
  const { page } = visit
  await page.click(test('tab-patterns'))
  await page.waitForSelector(test('new-pattern'))
  await look(visit, 'patterns-empty')
  await page.click(test('new-pattern'))
  await page.click(test('save-pattern'))
  await page.waitForSelector('.field-error')
  await page.fill(test('pattern-text'), 'はじめの 3 分で、主役の商品をピンする')
  await page.fill(test('pattern-why'), '人が多いうちに見える')
  await page.fill(test('pattern-tags'), '21 時')
  await look(visit, 'pattern-form')
  await page.click(test('save-pattern'))
  await page.waitForSelector(`${test('pattern')}[data-state="hypothesis"]`)
  for (const [of, wanted] of [[show.id, 1], [next.id, 2]] as const) {
    await page.click(test('add-evidence'))
    await page.selectOption(test('evidence-show'), of)
    if (wanted === 1) {
      await page.click(test('stands-against'))
      await page.click(test('stands-for'))
      await page.fill(test('evidence-note'), '購入率がいつもより高い')
      await look(visit, 'pattern-evidence')
    }
    await page.click(test('save-evidence'))
    await page.waitForSelector(`${test('pattern')}[data-for="${wanted}"]`)
    assert.equal(await page.locator(test('confirm-pattern')).count(), wanted === 2 ? 1 : 0)
  }
  await look(visit, 'pattern-ready')
  await page.click(test('confirm-pattern'))
  await page.waitForSelector(`${test('pattern')}[data-state="confirmed"]`)
  await look(visit, 'pattern-confirmed')
  // It is shown when a show is planned.
  await visit.go(`/studio/shows/${coming.id}`)
  await page.waitForSelector(test('proven'))
  await page.locator(test('proven')).scrollIntoViewIfNeeded()
  await look(visit, 'prepare-patterns')
}

async function cases(visit: Visit, { past }: House): Promise<void> {
  const { page } = visit
  // Kept in mind for a cue of the show that is planned.
  await page.locator(test('plan')).scrollIntoViewIfNeeded()
  await page.locator('button.cue-body').first().click()
  await page.waitForSelector(test('cue-cases'))
  await page.click(test('choose-cases'))
  await page.locator(`${test('cue-cases-dialog')} input[type=checkbox]`).first().check()
  await look(visit, 'cue-cases')
  await page.click(test('save-cue-cases'))
  await page.waitForSelector(`${test('cue-cases')} li`)
  await look(visit, 'cue-form-cases')

  // From the page of an archive.
  await visit.go(`/studio/shows/${past}/archive`)
  await page.click(test('as-case'))
  await page.fill(test('case-title'), 'アーカイブで見つけた場面')
  await page.fill(test('case-did'), '右頬だけに塗った')
  await page.fill(test('case-why'), 'ちがいが一目で分かる')
  await page.click(test('save-case'))
  await page.waitForSelector(test('case-form'), { state: 'detached' })

  await visit.go('/studio/learn/cases')
  await page.waitForSelector(`${test('case')} >> nth=1`)
  await page.fill(test('case-search'), '口紅')
  await until('one case is found', async () => (await page.locator(test('case')).count()) === 1, 10)
  await look(visit, 'learn-cases')
  await page.fill(test('case-search'), '日傘')
  await page.waitForSelector(test('no-cases'))
  await page.fill(test('case-search'), '')
  await page.waitForSelector(`${test('case')} >> nth=1`)
  await page.locator(test('tag'), { hasText: '見くらべ' }).click()
  await until('one case has the tag', async () => (await page.locator(test('case')).count()) === 1, 10)
  await page.locator(test('tag'), { hasText: '見くらべ' }).click()
  await page.waitForSelector(`${test('case')} >> nth=1`)
  // It plays in the player, at its moment, and is seen.
  const played = page.context().waitForEvent('page')
  await page.locator(test('case'), { hasText: 'アーカイブで見つけた場面' }).locator(test('play-case')).click()
  const player = await played
  await player.waitForURL(`**/shows/${past}?t=0`)
  await player.close()
  await page.waitForSelector(`${test('case')}[data-seen="true"]`)
  await page.locator(test('case'), { hasText: 'アーカイブで見つけた場面' }).locator(test('remove')).click()
  await page.click(test('do-remove'))
  await until('it is gone', async () => (await page.locator(test('case')).count()) === 1, 10)
}

async function course(visit: Visit, { products }: House): Promise<void> {
  const { page } = visit
  await page.click(test('tab-training'))
  await page.click(test('new-course'))
  await page.fill(test('course-title'), 'はじめての人へ')
  await page.click(test('save-course'))
  await page.waitForSelector(test('form-error'))
  for (const { id } of products) await page.check(test(`pick-${id}`))
  await page.locator(`${test('course-form')} .pick-list`).nth(1).locator('input[type=checkbox]').first().check()
  await look(visit, 'course-form')
  await page.click(test('save-course'))
  await page.waitForSelector(test('course'))
  await page.waitForSelector(`${test('person-record')} >> nth=1`)
  await look(visit, 'learn-training')
}

/** The place of the right option, from what the shop writes of its products. */
function rightOption(products: Product[], about: string, options: string[]): number {
  const variantOf = (product: Product) => product.variants.find(({ options: each }) => about.slice(about.indexOf(product.title) + product.title.length).includes(Object.values(each)[0]!))
  const money = (amount: number): string => `¥${amount.toLocaleString('en')}`
  if (options.every((option) => option.startsWith('¥'))) {
    const product = products.find(({ title }) => about.includes(title))!
    return options.indexOf(money((variantOf(product)?.price ?? product.price).amount))
  }
  if (about.includes('落ちにくいですか')) return options.indexOf('4 時間はもちます')
  const product = products.find(({ subtitle, description, variants }) => [subtitle, description, ...variants.map(({ options: each }) => Object.values(each)[0]!)].some((feature) => about.includes(`「${feature}」`) || about.includes(`“${feature}”`)))!
  return options.indexOf(product.title)
}

async function presenter(server: Server, form: Form, { shop, products }: House): Promise<void> {
  const visit = await Visit.begin(browser, server.base, form)
  const { page } = visit
  await visit.go('/studio/learn/training')
  await signIn(visit, kPresenter, kPassword)
  await page.waitForSelector(`${test('trained')}[data-trained="false"]`)
  visit.content(/401 GET/)
  assert.equal(await page.locator(test('person-record')).count(), 0, 'presenters see their own record alone')
  assert.equal(await page.locator(test('new-course')).count(), 0)
  // The cards, by keyboard on a desk.
  await page.click(test('see-cards'))
  await page.waitForSelector(test('card'))
  await look(visit, 'training-card')
  if (form.phone) await page.click(test('next-card'))
  else await page.keyboard.press('ArrowRight')
  await page.locator(test('card'), { hasText: '椿のオイル' }).waitFor()
  await page.click(test('next-card'))
  await page.click(test('to-quiz'))

  // A first quiz with everything wrong, then the course's with everything right.
  for (const well of [false, true]) {
    await page.waitForSelector(`${test('question')}[data-at="0"]`)
    if (!well) await look(visit, 'training-quiz')
    for (let at = 0; (await page.locator(test('quiz-result')).count()) === 0; at++) {
      await page.waitForSelector(`${test('question')}[data-at="${at}"]`)
      const about = await page.locator(`${test('question')} h2`).innerText()
      const options = await page.locator(`${test('option')} .phrase`).allInnerTexts()
      const right = rightOption(products, about, options)
      assert.ok(right >= 0, `${about}: ${options.join(' | ')}`)
      const chosen = well ? right : (right + 1) % options.length
      if (form.phone) await page.locator(test('option')).nth(chosen).click()
      else await page.keyboard.press(String(chosen + 1))
      await page.click(test('next-question'))
      await page.waitForSelector(`${test('question')}[data-at="${at + 1}"], ${test('quiz-result')}`)
    }
    const asked = await page.locator(test('quiz-result')).getAttribute('data-asked')
    await page.waitForSelector(`${test('quiz-result')}[data-correct="${well ? asked : 0}"][data-passed="${well}"]`)
    await look(visit, well ? 'quiz-passed' : 'quiz-failed')
    await page.click(test('back'))
    await page.waitForSelector(test('record'))
    if (!well) await page.click(test('course-quiz'))
  }
  // The case of the course is still to be seen.
  await page.waitForSelector(`${test('trained')}[data-trained="false"]`)
  const played = page.context().waitForEvent('page')
  await page.click(`${test('course')} ${test('play-case')}`)
  await (await played).close()
  await page.waitForSelector(`${test('trained')}[data-trained="true"]`)
  await look(visit, 'training-trained')
  await until('the to-do closed by itself', async () => (await shop.owner.get<{ state: string }>('/api/playbook/todos/train-a-presenter')).state === 'closed', 10)
  visit.content()
  await visit.context.close()
}
