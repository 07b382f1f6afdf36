// Which bitrate the network carries: down at once when pieces are late, up again slowly.
//
// Pure: the caller brings the time and what it measured. A recorder cannot change its bitrate, so each change begins
// another recording, which costs a tenth of a second; hence few steps, and patience on the way up that grows each time
// it was in vain.

/** Bits a second of the picture; the sound's are small beside it. */
export const kRates = [200_000, 400_000, 700_000, 1_100_000, 1_700_000, 2_500_000] as const
export const kFirstLevel = 4

/** So much later than on a quiet network the pieces arrive when the picture must become smaller. */
const kLateMs = 1300
/** So little later is no sign of trouble. */
const kInTimeMs = 400
/** What is under way from before a change still comes late for a while. */
const kSettleMs = 5000
/** In time for so long, and more is tried. */
const kPatienceMs = 12_000
const kMostPatienceMs = 180_000
/** Late within this after a step up: the step was too much. */
const kInVainMs = 20_000
/** The part of the measured throughput that a picture may take. */
const kShare = 0.75

export interface Measured {
  now: number
  /** How long the oldest piece that is not acknowledged has been waiting, ms. */
  behind: number
  /** The least time that a piece took so far, ms. */
  best: number
  /** Acknowledged in the last seconds, bits a second. */
  throughput: number
}

/** `again`: the same bitrate, without what waits. */
export type Verdict = 'keep' | 'down' | 'again' | 'up'

export class RateControl {
  level = kFirstLevel
  private settled = 0
  private goodSince: number | null = null
  private patience = kPatienceMs
  private lastUp = -Infinity

  get bitsPerSecond(): number {
    return kRates[this.level]!
  }

  /** A new connection: what was measured on the one before says nothing of it. */
  reconnected(now: number): void {
    this.settled = now + kSettleMs
    this.goodSince = null
  }

  look({ now, behind, best, throughput }: Measured): Verdict {
    const late = behind - best
    if (now < this.settled) {
      if (late > kInTimeMs) return 'keep'
      this.settled = 0
    }
    if (late > kLateMs) {
      this.goodSince = null
      this.settled = now + kSettleMs
      this.patience = now - this.lastUp < kInVainMs ? Math.min(this.patience * 2, kMostPatienceMs) : this.patience
      if (this.level === 0) return 'again'
      this.level = fitting(throughput * kShare, this.level - 1)
      return 'down'
    }
    if (late > kInTimeMs) {
      this.goodSince = null
      return 'keep'
    }
    this.goodSince ??= now
    if (now - this.goodSince < this.patience || this.level === kRates.length - 1) return 'keep'
    this.goodSince = null
    this.lastUp = now
    this.level += 1
    return 'up'
  }
}

/** The highest level that fits into `bits`, at most `most`; the lowest when none does. */
function fitting(bits: number, most: number): number {
  let level = most
  while (level > 0 && kRates[level]! > bits) level -= 1
  return level
}
