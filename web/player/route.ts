// Which page a path means. Pure.
export type Page =
  | { name: 'home' }
  | { name: 'show'; id: string }
  /** The show in a frame on another site's page. */
  | { name: 'embed'; id: string }
  | { name: 'order'; id: string; key: string }
  | { name: 'receipt'; id: string; key: string }
  | { name: 'legal'; id: string }
  | { name: 'product'; id: string }
  | { name: 'me' }
  | { name: 'sign-in'; token: string }
  | { name: 'staff'; handle: string }
  | { name: 'nothing' }

export function pageOf(path: string, search: string): Page {
  const parts = path.split('/').filter(Boolean)
  let id: string
  try {
    id = decodeURIComponent(parts[1] ?? '')
  } catch {
    return { name: 'nothing' }
  }
  if (parts.length === 0) return { name: 'home' }
  if (parts.length === 1 && parts[0] === 'me') return { name: 'me' }
  const key = new URLSearchParams(search).get('key') ?? ''
  if (parts.length === 3 && parts[0] === 'orders' && parts[2] === 'receipt') return { name: 'receipt', id, key }
  if (parts.length === 1 && parts[0] === 'sign-in') return { name: 'sign-in', token: new URLSearchParams(search).get('token') ?? '' }
  if (parts.length !== 2) return { name: 'nothing' }
  switch (parts[0]) {
    case 'shows':
      return { name: 'show', id }
    case 'staff':
      return { name: 'staff', handle: id }
    case 'embed':
      return { name: 'embed', id }
    case 'products':
      return { name: 'product', id }
    case 'orders':
      return { name: 'order', id, key }
    case 'legal':
      return { name: 'legal', id }
    default:
      return { name: 'nothing' }
  }
}
