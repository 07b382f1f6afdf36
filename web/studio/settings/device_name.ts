// What a browser calls itself, in words a person knows. Pure.

const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/SamsungBrowser\//, 'Samsung Internet'], [/CriOS\/|Chrome\//, 'Chrome'], [/FxiOS\/|Firefox\//, 'Firefox'], [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'Mac'], [/CrOS/, 'Chromebook'], [/Linux/, 'Linux'],
]

/** "Chrome, Windows"; the name itself for what is no browser; null when there is none. */
export function deviceName(agent: string): string | null {
  const named = (table: [RegExp, string][]): string | undefined => table.find(([pattern]) => pattern.test(agent))?.[1]
  const parts = [named(browsers), named(systems)].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : agent.slice(0, 40) || null
}
