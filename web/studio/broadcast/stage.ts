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
  readonly sender: Sender
  readonly onAir = computed(() => this.sender.state.value === 'sending')

  private meter: LevelMeter | null = null
  private heardAt = performance.now()
  private lock: WakeLockSentinel | null = null
  private closed = false
  private opening = 0
  private openedAt = -Infinity
  private reopening: ReturnType<typeof setTimeout> | undefined

  constructor(show: string) {
    this.sender = new Sender(show)
  }

  open(): void {
    navigator.mediaDevices?.addEventListener?.('devicechange', this.devicesChanged)
    document.addEventListener('visibilitychange', this.seenAgain)
    void this.openCamera(this.facing.value)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.reopening)
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.devicesChanged)
    document.removeEventListener('visibilitychange', this.seenAgain)
    this.sender.stop()
    this.meter?.close()
    stopDevices(this.stream.value)
    void this.lock?.release().catch(() => {})
  }

  async openCamera(facing: Facing): Promise<void> {
    const mine = ++this.opening
    this.openedAt = performance.now()
    clearTimeout(this.reopening)
    // A phone opens one camera at a time.
    this.meter?.close()
    stopDevices(this.stream.value)
    this.stream.value = null
    this.trouble.value = null
    this.paused.value = false
    try {
      const opened = await openDevices(facing)
      if (this.closed || mine !== this.opening) return stopDevices(opened.stream)
      this.take(opened.stream, opened.facing, opened.sound)
    } catch (cause) {
      if (mine === this.opening) this.trouble.value = troubleOf(cause)
    }
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
        if (track.kind === 'video') this.trouble.value = 'gone'
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

  /** A phone that slept has let go of the light, and perhaps of the camera. */
  private seenAgain = (): void => {
    if (document.visibilityState !== 'visible') return
    if (this.sender.wanted) void this.keepAwake()
    if (this.stream.value?.getVideoTracks().some((track) => track.readyState === 'ended')) void this.openCamera(this.facing.value)
  }

  private async keepAwake(): Promise<void> {
    if (this.lock && !this.lock.released) return
    // Refused when the battery is low; the show goes on as long as the screen does.
    this.lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null
  }
}
