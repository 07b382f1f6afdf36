// Blocks for other pages: placing them with a look at what they show, what they bring, and what staff choose for them.
import { useState } from 'preact/hooks'
import { useLoaded } from '../parts/load.tsx'
import { all, studioApi } from '../studio_api.ts'
import { FiguresPanel } from './figures_panel.tsx'
import { LinesPanel } from './lines_panel.tsx'
import { PlacePanel } from './place_panel.tsx'
import { WallPanel } from './wall_panel.tsx'
import './blocks.css'

export function BlocksPanel() {
  const shows = useLoaded('shows with a chat', () => all((cursor) => studioApi.shows('live,archived', cursor)))
  const products = useLoaded('products of blocks', () => all((cursor) => studioApi.products(cursor)))
  /** Raised with every choice, so that the preview looks again. */
  const [turn, setTurn] = useState(0)
  const changed = (): void => setTurn((old) => old + 1)
  return (
    <div class="blocks" data-test="blocks">
      <FiguresPanel />
      <PlacePanel shows={shows.data ?? []} products={products.data ?? []} turn={turn} />
      <div class="blocks-choices">
        <LinesPanel shows={shows.data ?? []} onChanged={changed} />
        <WallPanel products={products.data ?? []} onChanged={changed} />
      </div>
    </div>
  )
}
