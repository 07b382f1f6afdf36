// What a show is made of, as the server tells it.

/** A stretch of the show in which a product was pinned; `until` is null while it is. */
export interface PinStretch {
  product: string
  at: number
  until: number | null
}

export interface Counts {
  watching: number
  hearts: number
  chat: number
}

/** A show on its way to another service. */
export interface RelayHealth {
  id: string
  name: string
  state: 'waiting' | 'connecting' | 'sending' | 'pausing'
  bitrate_bps: number
  waiting_ms: number
  lost_ms: number
  connections: number
  problem: string
}

export interface EncoderHealth {
  connected: boolean
  protocol: string
  bitrate_bps: number
  fps: number
  width: number
  height: number
  audio: { sample_rate: number; channels: number } | null
  key_frame_interval_ms: number
  long_gop: boolean
  no_video_for_ms: number
  refused: string | null
  recording: 'on' | 'off' | 'failed'
  recording_problem: string | null
  second_rendition: { state: SecondState; width: number; height: number; bitrate_bps: number; behind_ms: number }
  simulcast: RelayHealth[]
  waiting_ms: number
}

export type SecondState = 'off' | 'waiting' | 'running' | 'small' | 'full' | 'dropped'

export interface Outline {
  length_ms: number
  bucket_ms: number
  chat: number[]
  hearts: number[]
  saves: { at: number; count: number }[]
  chapters: { at: number; title: string; product: string | null }[]
  gaps: { from: number; to: number }[]
}
