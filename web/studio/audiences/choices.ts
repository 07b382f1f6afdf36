// What conditions may name, by their ids: products, shows, people of the staff, campaigns.
import { useLoaded } from '../parts/load.tsx'
import { fanWords } from '../messages/fans.ts'
import { audienceWords } from '../messages/audiences.ts'
import { kLevels } from '../fans/fans_api.ts'
import { sharingApi } from '../sharing/sharing_api.ts'
import { all, studioApi } from '../studio_api.ts'
import { kConditions, type Condition } from './audience_form.ts'
import { kAny, type AudienceFilter } from './audiences_api.ts'

/** Of each: more are found on pages of their own. */
const kMostListed = 500
const kMostCampaigns = 50

type Options = [id: string, title: string][]
export type Choices = Record<Condition, Options>

export function useChoices(): Choices {
  const fans = fanWords()
  const products = useLoaded('products of audiences', () => all((cursor) => studioApi.products(cursor), kMostListed))
  const shows = useLoaded('shows of audiences', () => all((cursor) => studioApi.shows('live,archived', cursor), kMostListed))
  const people = useLoaded('staff of audiences', () => studioApi.staff())
  const campaigns = useLoaded('campaigns of audiences', () => all((cursor) => sharingApi.campaigns(cursor), kMostCampaigns))
  const things: Options = (products.data ?? []).map(({ id, title }) => [id, title])
  return {
    saved: things,
    ordered: things,
    not_ordered: things,
    watched: (shows.data ?? []).map(({ id, title }) => [id, title]),
    follows: (people.data ?? []).map(({ handle, name }) => [handle, name]),
    level: kLevels.map((level) => [level, fans.levels[level]]),
    campaign: (campaigns.data ?? []).filter(({ state }) => state !== 'planned').map(({ id, title }) => [id, title]),
  }
}

/** The conditions in words, with the titles that are known. */
export function saysOf(filter: AudienceFilter, choices: Choices): string[] {
  const words = audienceWords()
  const said = kConditions.flatMap((name) => {
    const id = filter[name]
    if (!id) return []
    if (id === kAny && (name === 'ordered' || name === 'not_ordered')) return [words.saysAny[name]]
    return [words.says[name](choices[name].find(([one]) => one === id)?.[1] ?? id)]
  })
  return filter.days === null ? said : [...said, words.within(filter.days)]
}
