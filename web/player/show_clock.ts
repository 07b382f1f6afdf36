// The show clock between frames: the server's last word and the time since, in ms. Pure; the caller brings the time.
//
// A frame that was held up makes the clock look late, never early, so the earliest frames of the last while are
// believed: the estimate is the largest offset among them.
const kRemembered = 20

export class ShowClock {
  private offsets: number[] = []

  /** The server said `clock` at local time `local`. */
  set(clock: number, local: number): void {
    const offset = clock - local
    // Further off than any delay: the server's clock was set anew, or the device slept.
    if (this.offsets.length > 0 && Math.abs(offset - Math.max(...this.offsets)) > 5_000) this.offsets = []
    this.offsets.push(offset)
    if (this.offsets.length > kRemembered) this.offsets.shift()
  }

  now(local: number): number {
    return this.offsets.length === 0 ? 0 : Math.max(0, local + Math.max(...this.offsets))
  }
}
