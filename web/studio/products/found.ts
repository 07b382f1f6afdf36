// Products as they are searched for, a page at a time: there may be a hundred thousand.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Product } from '../../shared/api.ts'
import { studioApi } from '../studio_api.ts'

/** After the last key, so that a word is searched for and not each of its letters. */
const kTypingMs = 200

export interface FoundProducts {
  /** Null until the first answer. */
  products: Product[] | null
  /** There are further ones. */
  more: boolean
  problem: unknown
  loadMore: () => void
  reload: () => void
  /** Puts a product that was written in its place, a new one first. */
  put: (product: Product) => void
}

export function useProducts(search: string): FoundProducts {
  const [state, setState] = useState<{ products: Product[] | null; next: string | null; problem: unknown }>({ products: null, next: null, problem: null })
  const [turn, setTurn] = useState(0)
  const newest = useRef(0)
  const load = (cursor: string | null): void => {
    const mine = ++newest.current
    studioApi.products(cursor, search.trim()).then(
      ({ items, next }) => mine === newest.current && setState((old) => ({ products: cursor === null ? items : [...(old.products ?? []), ...items], next, problem: null })),
      (problem: unknown) => mine === newest.current && setState((old) => ({ ...old, problem })),
    )
  }
  useEffect(() => {
    const timer = setTimeout(() => load(null), turn === 0 && search === '' ? 0 : kTypingMs)
    return () => clearTimeout(timer)
  }, [search, turn])
  return {
    products: state.products,
    more: state.next !== null,
    problem: state.problem,
    loadMore: () => load(state.next),
    reload: () => setTurn((old) => old + 1),
    put: (product) =>
      setState((old) => {
        const products = old.products ?? []
        const there = products.some((other) => other.id === product.id)
        return { ...old, products: there ? products.map((other) => (other.id === product.id ? product : other)) : [product, ...products] }
      }),
  }
}
