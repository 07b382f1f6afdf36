// How loud the microphone is, from 0 to 10, ten times a second.

/** The quietest that shows, and the loudest before it clips, in dB below full scale. */
const kFloorDb = -54
const kTopDb = -6
export const kSteps = 10
const kEveryMs = 100

/** The steps that a loudness (root mean square, 1 is full scale) fills. */
export function steps(loudness: number): number {
  if (loudness <= 0) return 0
  const db = 20 * Math.log10(loudness)
  return Math.max(0, Math.min(kSteps, Math.round(((db - kFloorDb) / (kTopDb - kFloorDb)) * kSteps)))
}

export class LevelMeter {
  private readonly context = new AudioContext()
  private readonly timer: ReturnType<typeof setInterval>

  constructor(stream: MediaStream, told: (level: number) => void) {
    const analyser = this.context.createAnalyser()
    analyser.fftSize = 2048
    this.context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      told(steps(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)))
    }, kEveryMs)
  }

  /** Browsers let sound be read only after a person pressed something. */
  resume(): void {
    if (this.context.state === 'suspended') void this.context.resume().catch(() => {})
  }

  close(): void {
    clearInterval(this.timer)
    void this.context.close().catch(() => {})
  }
}
