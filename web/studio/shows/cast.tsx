// Who appears: chosen from the staff profiles.
import { common } from '../messages/common.ts'
import { showWords } from '../messages/shows.ts'
import type { StaffProfile } from '../studio_api.ts'

interface Props {
  people: StaffProfile[] | null
  cast: readonly string[]
  onChange: (cast: string[]) => void
}

export function CastPicker({ people, cast, onChange }: Props) {
  const words = showWords()
  if (!people) return null
  const toggle = (handle: string): void =>
    onChange(cast.includes(handle) ? cast.filter((other) => other !== handle) : [...cast, handle])
  return (
    <fieldset class="cast" data-test="cast">
      <legend>{words.cast}</legend>
      {people.length === 0 ? (
        <p class="field-hint">{words.castEmpty} <a href="/studio/settings">{words.castLink}</a></p>
      ) : (
        <div class="row wrap">
          {people.map((person) => (
            <label key={person.handle} class={`chip ${cast.includes(person.handle) ? 'on' : ''}`}>
              <input type="checkbox" class="vh" checked={cast.includes(person.handle)} onChange={() => toggle(person.handle)} data-test={`cast-${person.handle}`} />
              {person.picture ? <img class="avatar" src={person.picture.small} alt="" width={28} height={28} /> : <span class="avatar letter" aria-hidden="true">{[...person.name][0]}</span>}
              <span>{person.name}<small>{person.title || common().roles[person.role]}</small></span>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  )
}
