// The captions of an archive under its picture: which there are, which is chosen, what is said now.
//
// A plain <track> of WebVTT in the recording's own time plays in every browser, with hls.js as with Safari's own player. They are drawn
// by the page, above its controls; where the video alone fills the screen, the browser draws them.
import { signal } from '@preact/signals'
import { archiveApi, type CaptionTrack } from '../shared/api_archive.ts'
import { remember, remembered } from '../shared/i18n.ts'

const kChosen = 'nigiwai.captions'

export class Captions {
  readonly tracks = signal<readonly CaptionTrack[]>([])
  /** A language; null for none. */
  readonly chosen = signal<string | null>(null)
  /** Lines that are said now. */
  readonly said = signal<readonly string[]>([])
  private video: HTMLVideoElement | null = null
  private track: HTMLTrackElement | null = null
  private readonly undo: (() => void)[] = []

  attach(video: HTMLVideoElement): void {
    this.video = video
    const alone = (on: boolean) => (): void => this.show(on)
    const events: [EventTarget, string, () => void][] = [
      [video, 'webkitbeginfullscreen', alone(true)], [video, 'webkitendfullscreen', alone(false)],
      [document, 'fullscreenchange', () => this.show(document.fullscreenElement === video)],
    ]
    for (const [target, name, run] of events) {
      target.addEventListener(name, run)
      this.undo.push(() => target.removeEventListener(name, run))
    }
    if (this.chosen.value !== null) this.put()
  }

  async load(show: string): Promise<void> {
    try {
      this.tracks.value = (await archiveApi.captions(show)).items
    } catch {
      // Then there is no switch; everything else works.
      return
    }
    const before = remembered(kChosen)
    if (before && this.tracks.value.some(({ language }) => language === before)) this.choose(before)
  }

  /** The next language, and none after the last. */
  next(): void {
    const languages = this.tracks.value.map(({ language }) => language)
    const at = this.chosen.value === null ? -1 : languages.indexOf(this.chosen.value)
    this.choose(languages[at + 1] ?? null)
    remember(kChosen, this.chosen.value)
  }

  close(): void {
    for (const undo of this.undo) undo()
    this.track?.remove()
  }

  private choose(language: string | null): void {
    this.chosen.value = language
    this.put()
  }

  private put(): void {
    this.track?.remove()
    this.track = null
    this.said.value = []
    const found = this.tracks.value.find(({ language }) => language === this.chosen.value)
    if (!found || !this.video) return
    const element = document.createElement('track')
    element.kind = 'subtitles'
    element.srclang = found.language
    element.label = found.language
    element.src = found.url
    this.track = element
    this.video.append(element)
    element.track.mode = 'hidden'
    element.track.addEventListener('cuechange', () => {
      if (this.track !== element) return
      this.said.value = [...(element.track.activeCues ?? [])].flatMap((cue) => (cue as VTTCue).getCueAsHTML().textContent!.split('\n'))
    })
  }

  /** Drawn by the browser, where the page's own words are covered. */
  private show(on: boolean): void {
    if (this.track) this.track.track.mode = on ? 'showing' : 'hidden'
  }
}
