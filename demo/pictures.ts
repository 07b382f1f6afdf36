// Draws SVG to PNG with rsvg-convert.
import { spawn } from 'node:child_process'

export type Box = { x: number; y: number; width: number; height: number }

/** Runs a program, with `input` on its standard input; rejects with what it said when it fails. */
export function run(program: string, args: string[], input?: Buffer | string): Promise<Buffer> {
  return new Promise((done, fault) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    let said = ''
    child.stdout.on('data', (bytes) => out.push(bytes))
    child.stderr.on('data', (text) => (said = (said + text).slice(-4000)))
    child.stdin.on('error', () => {}) // the exit status tells more than a broken pipe
    child.on('error', (error) => fault(new Error(`${program} cannot be run: ${error.message}. \`make install\` brings it in.`)))
    child.on('close', (code) => code === 0 ? done(Buffer.concat(out)) : fault(new Error(`${program} failed: ${said.trim()}`)))
    child.stdin.end(input)
  })
}

/** Draws the part `box` of `content` into `file`, `scale` pixels to the unit. */
export async function draw(content: string, box: Box, scale: number, file: string): Promise<void> {
  const width = 2 * Math.round((box.width * scale) / 2)
  const height = 2 * Math.round((box.height * scale) / 2)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `viewBox="${box.x} ${box.y} ${box.width} ${box.height}">${content}</svg>`
  await run('rsvg-convert', ['-o', file], svg)
}

export const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
