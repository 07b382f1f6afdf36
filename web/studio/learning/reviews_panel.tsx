// The shows that are over, newest first, and how far each is reviewed.
import { Icon } from '../../shared/icons.tsx'
import { learningWords } from '../messages/learning.ts'
import { Failed, useLoaded, Waiting } from '../parts/load.tsx'
import { learningApi, type ReviewShort } from './learning_api.ts'
import { day } from './learning_model.ts'

export function ReviewsPanel() {
  const words = learningWords()
  const loaded = useLoaded('reviews', learningApi.reviews)
  if (loaded.problem) return <Failed problem={loaded.problem} again={loaded.reload} />
  if (!loaded.data) return <Waiting />
  if (loaded.data.length === 0) return <p class="invite">{words.review.listEmpty}</p>
  return (
    <ul class="rows learn-rows">
      {loaded.data.map((review) => (
        <li key={review.show.id}>
          <a href={`/studio/shows/${encodeURIComponent(review.show.id)}/review`} data-test="review-row">
            <span><b class="phrase">{review.show.title}</b><small>{words.review.notes(review.notes)}</small></span>
            {review.show.live_at && <span class="n">{day(review.show.live_at)}</span>}
            <State review={review} />
            <Icon name="chevronRight" size="s" />
          </a>
        </li>
      ))}
    </ul>
  )
}

function State({ review }: { review: ReviewShort }) {
  const words = learningWords().review
  if (review.closed_at) return <span class="tag ok"><Icon name="check" size="xs" />{words.closed}</span>
  if (review.overdue) return <span class="tag bad">{words.overdue}</span>
  return <span class="tag info">{review.due_at ? words.dueBy(day(review.due_at)) : words.open}</span>
}
