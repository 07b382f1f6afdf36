// The share tree: how many at each level, and who brought whom, branch by branch.
import { Icon } from '../../shared/icons.tsx'
import { common } from '../messages/common.ts'
import { sharingWords } from '../messages/sharing.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { nameOf, roleOf } from './links_panel.tsx'
import { sharingApi, type Narrowed, type TreeNode } from './sharing_api.ts'

/** The branches of so many who brought most stand open at first. */
const kOpenAtFirst = 3

export function TreePanel({ narrowed }: { narrowed: Narrowed }) {
  const words = sharingWords()
  const loaded = useLoaded(`tree ${narrowed.show} ${narrowed.campaign}`, () => sharingApi.tree(narrowed))
  const tree = loaded.data
  if (!tree) return loaded.problem ? <Failed problem={loaded.problem} again={loaded.reload} /> : <Waiting />
  if (tree.roots.length === 0) {
    return (
      <div class="empty" data-test="empty">
        <Icon name="people" />
        <h2>{narrowed.campaign ? words.noneOfCampaign : words.noTree}</h2>
        <p>{narrowed.campaign ? words.noneOfCampaignText : words.noTreeText}</p>
      </div>
    )
  }
  const most = Math.max(1, ...tree.levels.map(({ people }) => people))
  return (
    <div class="spread-tree">
      <section class="panel" aria-labelledby="levels">
        <h2 id="levels">{words.levels}</h2>
        <p class="hint">{words.levelMeaning}</p>
        <ol class="spread-levels">
          {tree.levels.map(({ level, people, verified }) => (
            <li key={level} data-test="level" data-people={people} data-verified={verified}>
              <b>{words.level(level)}</b>
              <span class="spread-bars" aria-hidden="true"><i style={{ width: `${(people / most) * 100}%` }} /><i class="deep" style={{ width: `${(verified / most) * 100}%` }} /></span>
              <span class="n"><b>{words.people(people)}</b>{common().dot}{words.verifiedOf(verified)}</span>
            </li>
          ))}
        </ol>
      </section>
      <section class="panel" aria-labelledby="who">
        <h2 id="who">{words.tree}</h2>
        <Branch nodes={tree.roots} more={tree.more} open={kOpenAtFirst} />
      </section>
    </div>
  )
}

function Branch({ nodes, more, open }: { nodes: readonly TreeNode[]; more: number; open: number }) {
  const words = sharingWords()
  return (
    <ul class="spread-branch">
      {nodes.map((node, place) => (
        <li key={place} data-test="tree-node">
          {node.children.length > 0 ? (
            <details open={place < open}>
              <summary><Person node={node} /></summary>
              <Branch nodes={node.children} more={node.more} open={0} />
            </details>
          ) : (
            <p class="leaf"><Person node={node} /></p>
          )}
        </li>
      ))}
      {more > 0 && <li class="hint n">{words.moreHere(more)}</li>}
    </ul>
  )
}

function Person({ node }: { node: TreeNode }) {
  const words = sharingWords()
  return (
    <span class="spread-person">
      <b class="who">{nameOf(node.name)}</b>
      {node.took_part && <span class="tag ok"><Icon name="check" size="xs" />{words.tookPart}</span>}
      {node.role !== 'viewer' && <span class="tag">{roleOf(node.role)}</span>}
      {node.brought > 0 && (
        <span class="n">
          {words.brought(node.brought)}
          {node.reach > node.brought && <>{common().dot}{words.reach(node.reach)}</>}
          {common().dot}{words.verifiedOf(node.verified)}
        </span>
      )}
    </span>
  )
}
