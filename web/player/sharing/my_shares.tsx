// On one's own page: the links one made, whom they brought, and what was granted for it.
import { sharingWords } from '../messages/sharing.ts'
import { useLoad } from '../pages/load.ts'
import { Grants } from './grants.tsx'
import { sharingApi } from './sharing_api.ts'
import './sharing.css'

export function MyShares() {
  const t = sharingWords()
  const { value } = useLoad(sharingApi.mine)
  if (!value) return null
  return (
    <section data-test="my-shares">
      <h2>{t.yourShares}</h2>
      {value.links === 0 && value.grants.length === 0 ? (
        <p class="empty">{t.noShares}</p>
      ) : (
        <div class="sheet-box my-shares">
          <dl class="camp-figures three">
            {([['links', t.links], ['arrivals', t.arrivals], ['verified', t.verified]] as const).map(([name, label]) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd class="n" data-test={`my-${name}`}>
                  {value[name].toLocaleString('en')}
                </dd>
              </div>
            ))}
          </dl>
          {value.grants.length > 0 && <Grants grants={value.grants} titles />}
        </div>
      )}
    </section>
  )
}
