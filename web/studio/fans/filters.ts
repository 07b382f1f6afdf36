// What the fan list is narrowed to, as its address says it. Pure.
import { kLevels, kSorts, type FanFilter, type FanLevel, type FanSort } from './fans_api.ts'

export function asked(address: string): FanFilter {
  const search = new URLSearchParams(address.split('?')[1] ?? '')
  const level = search.get('level') ?? ''
  const sort = search.get('sort') ?? ''
  return {
    level: kLevels.includes(level as FanLevel) ? (level as FanLevel) : '',
    follows: search.get('follows') ?? '',
    name: search.get('name') ?? '',
    sort: kSorts.includes(sort as FanSort) ? (sort as FanSort) : 'last',
  }
}

export function addressOf(filter: FanFilter): string {
  const search = new URLSearchParams()
  for (const name of ['level', 'follows', 'name'] as const) if (filter[name]) search.set(name, filter[name])
  if (filter.sort !== 'last') search.set('sort', filter.sort)
  const text = search.toString()
  return `/studio/fans${text ? `?${text}` : ''}`
}

export const narrowed = ({ level, follows, name }: FanFilter): boolean => Boolean(level || follows || name)
