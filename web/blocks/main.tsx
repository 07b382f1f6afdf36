// A block of the shop in a frame on another site's page: asks for its content, shows it, and looks again while it is
// in view, so that what is hidden or taken back meanwhile goes.
import { render } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import '../shared/tokens.css'
import './blocks.css'
import { type AskedBlock, blockOf, contentOf } from './asked.ts'
import type { Content, MomentItem, NextItem, WallItem, WordsItem } from './content.ts'
import { countSeen, enterFrame, tellSize } from './frame.ts'
import { Moments } from './moments.tsx'
import { Next } from './next.tsx'
import { Wall } from './wall.tsx'
import { Words } from './words.tsx'

const kLookAgainMs = 30_000

async function load(block: AskedBlock): Promise<Content | null> {
  try {
    const answer = await fetch(contentOf(block), { credentials: 'omit' })
    // What it asks for is nowhere: an address with a wrong id shows nothing, as one with nothing to show.
    if (answer.status === 400 || answer.status === 404) return { kind: block.kind, items: [] }
    return answer.ok ? ((await answer.json()) as Content) : null
  } catch {
    return null
  }
}

function Items({ block, items }: { block: AskedBlock; items: unknown[] }) {
  switch (block.kind) {
    case 'next':
      return <Next block={block} item={items[0] as NextItem} />
    case 'moments':
      return <Moments block={block} items={items as MomentItem[]} />
    case 'words':
      return <Words block={block} items={items as WordsItem[]} />
    case 'wall':
      return <Wall block={block} items={items as WallItem[]} />
  }
}

function Block({ block }: { block: AskedBlock }) {
  const [items, setItems] = useState<unknown[]>([])
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    const look = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return
      const content = await load(block)
      if (content) setItems(content.items)
    }
    void look()
    const timer = setInterval(() => void look(), kLookAgainMs)
    const back = (): void => void look()
    document.addEventListener('visibilitychange', back)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', back)
    }
  }, [])
  const empty = items.length === 0
  useEffect(() => tellSize(block.kind, box.current), [empty])
  useEffect(() => (box.current ? countSeen(block, box.current) : undefined), [empty])
  if (empty) return null
  return (
    <section ref={box} class={`block ${block.kind}`} data-test={`block-${block.kind}`}>
      <Items block={block} items={items} />
    </section>
  )
}

const parameters = new URLSearchParams(location.search)
const block = blockOf(location.pathname, parameters)
if (block) {
  enterFrame(parameters)
  render(<Block block={block} />, document.getElementById('app')!)
}
