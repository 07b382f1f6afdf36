// Every route of the OpenAPI document, for what it gives and what it refuses. One server serves most parts; what needs
// one of its own (other settings, starting, stopping) has it while its part runs. routes.ts comes last: it looks at what
// the others have asked for. PARTS="orders holds" runs these alone.
import { after, describe } from 'node:test'
import { closeHouse } from './house.ts'

const all = [
  'embedding', 'people', 'staff', 'talk', 'asking', 'mail', 'members', 'announcing', 'erasure', 'products',
  'catalogue', 'pictures', 'pages', 'orders', 'selling', 'unpaid', 'holds', 'offers', 'shows', 'playbook', 'fans',
  'learning', 'listening', 'cues', 'rehearsal', 'timeline', 'sockets', 'http', 'media', 'second', 'simulcast',
  'broadcast', 'archive', 'captions', 'withdrawn', 'busy', 'limits', 'operations', 'secrets', 'imports', 'sharing',
  'audiences', 'blocks', 'returning', 'inbox', 'linking', 'channels', 'posts', 'fediverse', 'partners', 'webhooks',
  'insight', 'patterns', 'reports', 'routes',
]
const asked = process.env.PARTS?.trim().split(' ') ?? all
for (const part of all.filter((name) => asked.includes(name))) describe(part, () => import(`./${part}.ts`))

after(closeHouse)
