// Every route of the OpenAPI document, for what it gives and what it refuses. One server serves all the parts; what
// needs a server of its own (starting, stopping, keeping) is in operations.ts. routes.ts comes last: it looks at what
// the others have asked for.
import { after } from 'node:test'
import { closeHouse } from './house.ts'

import './embedding.ts'
import './people.ts'
import './staff.ts'
import './talk.ts'
import './mail.ts'
import './members.ts'
import './erasure.ts'
import './products.ts'
import './catalogue.ts'
import './pictures.ts'
import './pages.ts'
import './orders.ts'
import './selling.ts'
import './unpaid.ts'
import './holds.ts'
import './shows.ts'
import './timeline.ts'
import './sockets.ts'
import './http.ts'
import './media.ts'
import './busy.ts'
import './limits.ts'
import './operations.ts'
import './secrets.ts'
import './imports.ts'
import './routes.ts'

after(closeHouse)
