// Hearts that rise: at most twelve at once, for 2.4 s each. With reduced motion there are none, only the count.
import { signal, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Burst } from '../room.ts'

const kAtOnce = 12
const kFlightMs = 2_400
const kPaceMs = 110

interface Heart {
  id: number
  left: number
  size: number
  delay: number
}

const flying = signal<Heart[]>([])
let last = 0

function launch(count: number): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) return
  const room = kAtOnce - flying.value.length
  const fresh = Array.from({ length: Math.min(count, room) }, (_, index) => {
    last += 1
    // Spread by the golden ratio: neighbours never fly in one line, and no two runs need a random number.
    const spread = (last * 0.618034) % 1
    return { id: last, left: Math.round(spread * 26), size: 16 + Math.round(((last * 0.381966) % 1) * 10), delay: index * kPaceMs }
  })
  if (fresh.length === 0) return
  flying.value = [...flying.value, ...fresh]
  const ids = new Set(fresh.map((heart) => heart.id))
  setTimeout(() => (flying.value = flying.value.filter((heart) => !ids.has(heart.id))), kFlightMs + fresh.length * kPaceMs)
}

export function HeartFlight({ burst }: { burst: Signal<Burst> }) {
  const { id, count } = burst.value
  useEffect(() => {
    if (count > 0) launch(count)
  }, [id])
  return (
    <div class="hearts" aria-hidden="true">
      {flying.value.map((heart) => (
        <svg
          key={heart.id}
          viewBox="0 0 24 24"
          style={{ left: `${heart.left}px`, width: `${heart.size}px`, height: `${heart.size}px`, animationDelay: `${heart.delay}ms` }}
        >
          <path d="M12 20S4 15 4 9.2A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.2C20 15 12 20 12 20Z" />
        </svg>
      ))}
    </div>
  )
}
