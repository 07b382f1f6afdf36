// A crowd for the figures: so many people watch a show, talk, save and order, and some of them come back to its archive.
import type { Client, Product } from './api.ts'
import { Room } from './room.ts'
import { contact, type Shop } from './shop.ts'

export type Crowd = (Client & { id: string; name: string })[]

export async function crowd(shop: Shop, many: number): Promise<Crowd> {
  return Promise.all(Array.from({ length: many }, (_, at) => shop.viewer(`客 ${at + 1}`)))
}

export interface Doing { played: number; chats?: number; hearts?: number; asks?: number; saves?: number; shares?: number; buys?: number; at?: number }

/** Everybody plays to `played`; the first so many of them do what is asked, the last so many buy. */
export async function watches(people: Crowd, show: string, products: Product[], { played, chats = 0, hearts = 0, asks = 0, saves = 0, shares = 0, buys = 0, at = 0 }: Doing): Promise<void> {
  const one = async (who: Crowd[number], place: number): Promise<void> => {
    const room = await Room.join(who, show)
    const product = products[place % 3 === 0 ? products.length - 1 : 0]!
    await room.must('play.span', { from: 0, to: played })
    await room.must('product.seen', { product: product.id })
    if (place < chats) await room.must('chat.post', { text: 'かわいい' })
    if (place < hearts) await room.must('heart', { count: 2 })
    if (place < asks) await room.must('question.ask', { text: '落ちにくいですか' })
    if (place < saves) await room.must('product.save', { product: product.id })
    if (place < shares) await who.post('/api/shares', { show })
    if (place >= people.length - buys) await who.post('/api/orders', { show, at, lines: [{ sku: product.id, quantity: 1 }], contact: { ...contact, email: `${who.id}@example.jp` } })
    room.leave()
  }
  for (let from = 0; from < people.length; from += 10) await Promise.all(people.slice(from, from + 10).map((who, at) => one(who, from + at)))
}
