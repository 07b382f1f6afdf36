// What the house tests read: the files of the checkout, and the arrows between the rooms of src/.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Paths of all files that are committed or would be, relative to the root. */
export function files(...patterns: string[]): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z', '--', ...patterns], { cwd: root })
  return [...new Set(listed.toString().split('\0'))].filter((path) => path && existsSync(join(root, path))).sort()
}

/** Each room of src/ with the rooms its CMakeLists.txt links, as written: `nigiwai_room(shop LINKS base store)`. */
export function arrows(): Map<string, string[]> {
  const rooms = new Map<string, string[]>()
  for (const path of files('src/*/CMakeLists.txt')) {
    for (const [, name, rest] of read(path).matchAll(/nigiwai_room\(\s*(\w+)([^)]*)\)/g)) {
      const links = /\bLINKS\s+((?:\w+\s*)*?)(?=\bLIBRARIES\b|$)/.exec(rest!.trim())
      rooms.set(name!, links ? links[1]!.trim().split(/\s+/).filter(Boolean) : [])
    }
  }
  return rooms
}

/** The rooms that each room may include from: what it links, and what those link, and itself. */
export function reachable(rooms: Map<string, string[]>): Map<string, Set<string>> {
  const reach = new Map<string, Set<string>>()
  const visit = (room: string, path: string[]): Set<string> => {
    if (path.includes(room)) throw new Error(`the arrows go round: ${[...path, room].join(' → ')}`)
    const known = reach.get(room)
    if (known) return known
    const own = new Set([room])
    for (const below of rooms.get(room) ?? []) for (const each of visit(below, [...path, room])) own.add(each)
    reach.set(room, own)
    return own
  }
  for (const room of rooms.keys()) visit(room, [])
  return reach
}
