// The presenter's camera and microphone, what becomes of them, and the light that stays on.
import { computed, signal } from '@preact/signals'
import { cameras, openDevices, stopDevices, troubleOf, type Facing, type Trouble } from './devices.ts'
import { LevelMeter } from './level.ts'
import { Sender } from './sender.ts'

/** No sound for so long, and the presenter is told. */
const kSilentMs = 6000
/** A microphone that stopped is opened again after a moment, and not more often than this. */
const kReopenAfterMs = 1500
const kReopenEveryMs = 10_000
/** A camera that went away is looked for so often: a system that took it tells nobody when it gives it back. */
const kLookForMs = 5_000
/** For so long it is said that the screen cannot be kept on; then there is the show to look at. */
const kDarkSaidMs = 15_000
/** Out of sight for longer than this, and the presenter is told so. */
const kSleptMs = 3_000
/** Of the meter's steps: less is a quiet room, not a voice. */
const kQuiet = 1

export class Stage {
  readonly stream = signal<MediaStream | null>(null)
  readonly trouble = signal<Trouble | null>(null)
  readonly facing = signal<Facing>('user')
  readonly sound = signal(true)
  readonly muted = signal(false)
  /** The system took the camera for a while, as a phone call does. */
  readonly paused = signal(false)
  readonly cameras = signal(1)
  /** 0 to 10. */
  readonly level = signal(0)
  readonly silent = signal(false)
  /** The screen cannot be kept on. */
  readonly dark = signal(false)
  /** How long the page was out of sight the last time, ms. */
  readonly slept = signal(0)
  readonly sender: Sender
  readonly onAir = computed(() => this.sender.state.value === 'sending')

  private meter: LevelMeter | null = null
  private heardAt = performance.now()
  private lock: WakeLockSentinel | null = null
  private closed = false
  private opening = 0
  private openedAt = -Infinity
  private reopening: ReturnType<typeof setTimeout> | undefined
  private hiddenAt: number | null = null
  private readonly permissions: PermissionStatus[] = []

  constructor(show: string) {
    this.sender = new Sender(show)
  }

  open(): void {
    navigator.mediaDevices?.addEventListener?.('devicechange', this.devicesChanged)
    document.addEventListener('visibilitychange', this.seenAgain)
    void this.watchPermissions()
    void this.openCamera(this.facing.value)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.reopening)
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.devicesChanged)
    document.removeEventListener('visibilitychange', this.seenAgain)
    for (const status of this.permissions) status.removeEventListener('change', this.allowed)
    this.sender.stop()
    this.meter?.close()
    stopDevices(this.stream.value)
    void this.lock?.release().catch(() => {})
  }

  /** `again`: by itself, so that what is wrong stands there until it is right. */
  async openCamera(facing: Facing, { again = false } = {}): Promise<void> {
    const mine = ++this.opening
    this.openedAt = performance.now()
    clearTimeout(this.reopening)
    // A phone opens one camera at a time.
    this.meter?.close()
    stopDevices(this.stream.value)
    this.stream.value = null
    if (!again) this.trouble.value = null
    this.paused.value = false
    try {
      const opened = await openDevices(facing)
      if (this.closed || mine !== this.opening) return stopDevices(opened.stream)
      this.trouble.value = null
      this.take(opened.stream, opened.facing, opened.sound)
    } catch (cause) {
      if (mine === this.opening && !this.closed) this.failed(troubleOf(cause))
    }
  }

  private failed(trouble: Trouble): void {
    // In the middle of a show a camera that is not there is one that went away.
    this.trouble.value = trouble === 'absent' && this.sender.wanted ? 'gone' : trouble
    if (!this.sender.wanted) return
    this.sender.rest()
    if (this.trouble.value === 'gone' || trouble === 'busy') this.lookAgain()
  }

  private lookAgain(): void {
    clearTimeout(this.reopening)
    this.reopening = setTimeout(() => void this.openCamera(this.facing.value, { again: true }), kLookForMs)
  }

  flip(): Promise<void> {
    return this.openCamera(this.facing.value === 'user' ? 'environment' : 'user')
  }

  toggleMute(): void {
    this.muted.value = !this.muted.value
    for (const track of this.stream.value?.getAudioTracks() ?? []) track.enabled = !this.muted.value
  }

  goOnAir(takeOver = false): void {
    const stream = this.stream.value
    if (!stream) return
    this.meter?.resume()
    this.sender.start(stream, { takeOver })
    void this.keepAwake()
  }

  leave(): void {
    this.sender.stop()
    void this.lock?.release().catch(() => {})
    this.lock = null
    this.dark.value = false
  }

  /** The picture has another size: the phone was turned. A recording keeps its size, so another begins. */
  turned(): void {
    if (this.stream.value) this.sender.use(this.stream.value)
  }

  private take(stream: MediaStream, facing: Facing, sound: boolean): void {
    this.stream.value = stream
    this.facing.value = facing
    this.sound.value = sound
    for (const track of stream.getAudioTracks()) track.enabled = !this.muted.value
    const [picture] = stream.getVideoTracks()
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', () => {
        if (this.stream.value !== stream) return
        if (track.kind === 'video') this.pictureStopped()
        else this.soundStopped()
      })
    }
    picture?.addEventListener('mute', () => (this.paused.value = this.stream.value === stream))
    picture?.addEventListener('unmute', () => (this.paused.value = false))
    this.heardAt = performance.now()
    this.meter = sound ? new LevelMeter(stream, (level) => this.heard(level)) : null
    void cameras().then((count) => (this.cameras.value = count))
    if (this.sender.wanted) this.sender.use(stream)
  }

  private pictureStopped(): void {
    this.trouble.value = 'gone'
    this.sender.rest()
    if (this.sender.wanted) this.lookAgain()
  }

  /** A call, another app or the system took it: the picture goes on without, and the microphone is tried again. */
  private soundStopped(): void {
    this.sound.value = false
    const wait = Math.max(kReopenAfterMs, this.openedAt + kReopenEveryMs - performance.now())
    clearTimeout(this.reopening)
    this.reopening = setTimeout(() => void this.openCamera(this.facing.value), wait)
  }

  private heard(level: number): void {
    this.level.value = this.muted.value ? 0 : level
    const now = performance.now()
    if (level > kQuiet || this.muted.value) this.heardAt = now
    this.silent.value = now - this.heardAt > kSilentMs
  }

  private devicesChanged = (): void => {
    const trouble = this.trouble.value
    if (trouble === 'gone' || trouble === 'absent' || (this.stream.value && !this.sound.value)) void this.openCamera(this.facing.value)
    else void cameras().then((count) => (this.cameras.value = count))
  }

  private async watchPermissions(): Promise<void> {
    for (const name of ['camera', 'microphone']) {
      // Firefox knows neither name; there the button opens them.
      const status = await navigator.permissions?.query({ name: name as PermissionName }).catch(() => null)
      if (!status || this.closed) continue
      this.permissions.push(status)
      status.addEventListener('change', this.allowed)
    }
  }

  private allowed = (): void => {
    if (this.trouble.value === 'refused' && this.permissions.every(({ state }) => state !== 'denied')) void this.openCamera(this.facing.value)
  }

  /** A phone that slept has let go of the light, and perhaps of the camera; or its owner comes back from the settings. */
  private seenAgain = (): void => {
    if (document.visibilityState !== 'visible') {
      this.hiddenAt = performance.now()
      return
    }
    const away = this.hiddenAt === null ? 0 : performance.now() - this.hiddenAt
    this.hiddenAt = null
    const ended = this.stream.value?.getVideoTracks().some((track) => track.readyState === 'ended') === true
    if (this.sender.wanted) {
      void this.keepAwake()
      if (away > kSleptMs) this.slept.value = away
    }
    if (ended || ['refused', 'busy', 'gone'].includes(this.trouble.value ?? '')) void this.openCamera(this.facing.value, { again: true })
  }

  private keepAwake = async (): Promise<void> => {
    if (this.lock && !this.lock.released) return
    // Refused when the battery is low; the show goes on as long as the screen does.
    this.lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null
    if (document.visibilityState === 'visible') this.dark.value = this.lock === null
    if (this.dark.value) setTimeout(() => (this.dark.value = false), kDarkSaidMs)
    this.lock?.addEventListener('release', () => {
      // Let go of by the system while the page is seen; what sleeps takes it again when it wakes.
      if (this.sender.wanted && document.visibilityState === 'visible') void this.keepAwake()
    }, { once: true })
  }
}
