// The recording to take away: one movie, or one for each form that the picture had in the show.
import type { Show } from '../../shared/api.ts'
import { clock } from '../../shared/format.ts'
import { Icon } from '../../shared/icons.tsx'
import { showWords } from '../messages/shows.ts'
import { studioApi } from '../studio_api.ts'
import { useLoaded } from './load.tsx'

/** Nothing for a show without a recording. Until the list has come, and when it cannot, the first movie stands alone. */
export function Movies({ show, className = '' }: { show: Show; className?: string }) {
  const download = show.staff?.download
  const { data } = useLoaded(`${show.id} ${download}`, () => (download ? studioApi.movies(show.id) : Promise.resolve([])))
  if (!download) return null
  const words = showWords()
  const movies = data && data.length > 1 ? data : [{ file: 'recording.mp4', url: download, at: 0 }]
  return (
    <>
      {movies.map((movie, i) => (
        <a key={movie.file} class={className} href={movie.url} download data-test={i === 0 ? 'download' : `download-${i + 1}`}>
          <Icon name="download" size="s" />
          {movies.length > 1 ? words.downloadPart(i + 1, clock(movie.at)) : words.download}
        </a>
      ))}
    </>
  )
}
