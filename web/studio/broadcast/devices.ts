// Opens camera and microphone, and says in one word what stands in the way.

/** `insecure`: no HTTPS. `gone`: it was there and was unplugged, or taken by the system. */
export type Trouble = 'insecure' | 'refused' | 'absent' | 'busy' | 'gone' | 'unsupported' | 'unknown'
export type Facing = 'user' | 'environment'

export interface Opened {
  stream: MediaStream
  /** Without a microphone the show has a picture alone. */
  sound: boolean
  facing: Facing
}

export class DeviceTrouble extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble)
    this.trouble = trouble
  }
}

/** What a failure of getUserMedia means (W3C Media Capture and Streams 10.2). */
export function troubleOf(cause: unknown): Trouble {
  if (cause instanceof DeviceTrouble) return cause.trouble
  switch ((cause as { name?: string } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent'
    case 'NotReadableError':
    case 'AbortError':
    case 'InvalidStateError':
      return 'busy'
    default:
      return 'unknown'
  }
}

/** What this browser can record, the best first: H.264 passes through the server as it is, VP8 must be converted. */
const kRecordings = [
  'video/x-matroska;codecs=avc1,opus',
  'video/webm;codecs=h264,opus',
  'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
  'video/mp4;codecs=avc1,mp4a.40.2',
  'video/webm;codecs=vp8,opus',
  'video/webm',
  'video/mp4',
] as const

export function recordingType(supported: (type: string) => boolean): string | null {
  return kRecordings.find(supported) ?? null
}

/** 720p, lying or standing as the phone is held; 30 frames are enough for hands and faces. */
const picture = (facing: Facing): MediaTrackConstraints => ({
  facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 },
})
const kSound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

export async function openDevices(facing: Facing): Promise<Opened> {
  if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new DeviceTrouble('insecure')
  if (typeof MediaRecorder === 'undefined' || recordingType((type) => MediaRecorder.isTypeSupported(type)) === null) throw new DeviceTrouble('unsupported')
  const open = (audio: boolean) => navigator.mediaDevices.getUserMedia({ video: picture(facing), ...(audio ? { audio: kSound } : {}) })
  let sound = true
  const stream = await open(true).catch((cause: unknown) => {
    if (troubleOf(cause) !== 'absent') throw cause
    // The one or the other is not there: a picture without sound is better than none.
    sound = false
    return open(false)
  })
  const track = stream.getVideoTracks()[0]!
  return { stream, sound, facing: (track.getSettings().facingMode as Facing | undefined) ?? facing }
}

export function stopDevices(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** How many cameras there are to choose from; told truly only after one was opened. */
export async function cameras(): Promise<number> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return devices.filter(({ kind }) => kind === 'videoinput').length
}
