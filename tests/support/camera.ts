// A camera for Chromium whose every frame tells which one it is (frame_code.ts), with so much grain that it costs what a
// real picture costs.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { draw } from './frame_code.ts'
import { start } from './processes.ts'

/** It begins again after so long: delays below it can be told. */
export const kLoopSeconds = 12
const kFps = 20

/** Makes the file in `folder` and answers the switches that show it as the only camera. */
export async function cameraArguments(folder: string, { size = '360:640' } = {}): Promise<string[]> {
  const file = join(folder, 'camera.y4m')
  const ffmpeg = start('ffmpeg', ['-hide_banner', '-v', 'error', '-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', '64x36', '-framerate', String(kFps), '-i', 'pipe:0',
    '-vf', `scale=${size}:flags=neighbor,noise=alls=22:allf=t,format=yuv420p`, '-y', file], { stdio: ['pipe', 'pipe', 'inherit'] })
  for (let frame = 1; frame <= kLoopSeconds * kFps; frame++) ffmpeg.stdin!.write(draw(frame))
  ffmpeg.stdin!.end()
  const [code] = await once(ffmpeg, 'close')
  assert.equal(code, 0)
  return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`]
}
