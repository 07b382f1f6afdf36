// Pictures and hostile bytes, made when first asked for.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const made = new Map<string, Promise<Buffer>>()

/** A picture of 800 × 600; the JPEG carries a description that must not survive. */
export function picture(form: 'jpg' | 'png' | 'webp', size = '800x600'): Promise<Buffer> {
  const key = `${form} ${size}`
  let making = made.get(key)
  if (!making) made.set(key, (making = make(form, size)))
  return making
}

export const secretInPicture = 'taken at the home of the owner'

async function make(form: string, size: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'picture-'))
  try {
    const file = join(folder, `p.${form}`)
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}`, '-frames:v', '1', ...(form === 'webp' ? ['-c:v', 'libwebp'] : []), file])
    const bytes = await readFile(file)
    return form === 'jpg' ? withComment(bytes) : bytes
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A comment segment right behind the start of the image (ITU T.81 B.2.4.5). */
function withComment(jpeg: Buffer): Buffer {
  const text = Buffer.from(secretInPicture)
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)])
}
