// The line that sends a file with ffmpeg, and hiding the key in any text that holds it. Pure.

interface Address {
  protocol: string
  url: string
  key: string
}

/** A shell command; the address is in single quotes because stream ids hold `?`, `&` and `#`. */
export function ffmpegLine({ protocol, url, key }: Address): string {
  const target = protocol === 'rtmp' ? `${url.replace(/\/$/, '')}/${key}` : url
  const format = protocol === 'rtmp' ? 'flv' : 'mpegts'
  return `ffmpeg -re -i INPUT.mp4 -c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -g 60 -c:a aac -b:a 128k -ar 48000 -f ${format} '${target}'`
}

/** `text` with the secret part of the address as dots: what stands after the last `=` or `,s=` of the key or the URL. */
export function masked(text: string, address: Address): string {
  let hidden = text
  for (const secret of secrets(address)) hidden = hidden.replaceAll(secret, '••••••••')
  return hidden
}

function secrets({ key, url }: Address): string[] {
  const found = new Set<string>()
  const inKey = /[?&]key=([^&]+)/.exec(key)?.[1] ?? key
  if (inKey) found.add(inKey)
  if (inKey) found.add(encodeURIComponent(inKey))
  // An SRT address carries its key in the stream id or a passphrase; hide the whole of each.
  for (const name of ['streamid', 'passphrase']) {
    const value = new RegExp(`[?&]${name}=([^&]+)`).exec(url)?.[1]
    if (value) found.add(value)
  }
  return [...found].sort((a, b) => b.length - a.length)
}
