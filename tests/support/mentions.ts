// Made-up mentions for tests: a quiet fortnight, and one evening on which everybody speaks of the restock.

export interface Fortnight { file: string; rows: number; burst: Date; texts: string[] }

/** A CSV of mentions on two networks that ends yesterday; `name` is the shop's. */
export function fortnight(name: string, rival: string, end = Date.now() - 86_400_000): Fortnight {
  const rows: string[] = ['network,id,at,author,text,followers,boosts,likes']
  const start = end - 14 * 86_400_000
  const said = [`${name}の新色、かわいい`, `${name} のリップを買った`, `${rival}とまよう`, `今日も${rival}`, `${name}の店員さんが親切だった`]
  let id = 0
  const line = (at: number, network: string, author: string, text: string, boosts: number): void => {
    rows.push(`${network},${++id},${new Date(at).toISOString()},${author},${text},${(id % 40) * 25},${boosts},${id % 7}`)
  }
  for (let at = start; at < end; at += 600_000) line(at, id % 3 === 0 ? 'instagram' : 'x', `user${id % 60}`, said[id % said.length]!, 0)
  const burst = end - 3 * 86_400_000
  const news = `${name}の限定リップが再販、急いで`
  for (let n = 0; n < 120; n++) line(burst + n * 5_000, 'x', n === 0 ? 'cosme_news' : `fan${n}`, news, n === 0 ? 340 : 0)
  return { file: `${rows.join('\n')}\n`, rows: id, burst: new Date(burst), texts: [...said, news] }
}
