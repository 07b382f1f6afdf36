// Choosing a mention for the wall where one reads it: in the inbox, among the mentions.
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/icons.tsx'
import { toast } from '../../shared/toast.tsx'
import { blocksWords } from '../messages/blocks.ts'
import { explain } from '../parts/explain.ts'
import { mayChoose } from '../sharing/may.ts'
import { blocksApi, type MentionSource } from './blocks_api.ts'

export function WallButton({ mention }: { mention: MentionSource }) {
  const words = blocksWords()
  const [busy, setBusy] = useState(false)
  if (!mayChoose()) return null
  const choose = async (): Promise<void> => {
    setBusy(true)
    try {
      await blocksApi.pickMention(mention)
      toast(words.onWall)
    } catch (cause) {
      toast(explain(cause), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return <button type="button" class="btn small" disabled={busy} onClick={() => void choose()} data-test="to-wall"><Icon name="heart" size="s" />{words.toWall}</button>
}
