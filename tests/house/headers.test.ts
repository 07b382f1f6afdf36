// Every header compiles alone, with the flags of its room but without the precompiled header, which would hide a missing
// include; again only when it or what it includes changes.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { files, root } from './house.ts'

const kept = join(root, 'build/house')

/** The compile command of some source in the same room, without what names its input and output. */
function flags(commands: { file: string; command: string }[], header: string): string[] | undefined {
  const folder = header.split('/').slice(0, 2).join('/')
  const like = commands.find((each) => each.file.startsWith(join(root, folder) + '/')) ?? commands[0]
  if (!like) return undefined
  const words = like.command.split(/\s+/).filter((word) => !word.endsWith('ccache'))
  const plain: string[] = []
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '-o' || words[i] === '-c') i++
    else if (words[i] === '-Xclang') i++ // a precompiled header would hide a missing include
    else if (!words[i]!.startsWith('-fsanitize') && words[i] !== '-Winvalid-pch') plain.push(words[i]!)
  }
  return plain
}

function isFresh(stamp: string): boolean {
  if (!existsSync(stamp)) return false
  const made = statSync(stamp).mtimeMs
  const inputs = readFileSync(stamp, 'utf8').replace(/^[^:]*:/, '').replace(/\\\n/g, ' ').trim().split(/\s+/)
  return inputs.every((path) => existsSync(join('/', path)) && statSync(path).mtimeMs <= made)
}

function compile(command: string[], header: string): Promise<string> {
  const stamp = join(kept, header.replaceAll('/', '+') + '.d')
  if (isFresh(stamp)) return Promise.resolve('')
  return new Promise((done, fault) => {
    const child = spawn(command[0]!, [...command.slice(1), '-fsyntax-only', '-O0', '-MD', '-MF', stamp, '-x', 'c++', '-'])
    let said = ''
    child.stderr.on('data', (text) => (said += text))
    child.on('error', fault)
    child.on('close', (code) => {
      if (code !== 0) rmSync(stamp, { force: true })
      done(code === 0 ? '' : `${header}\n${said}`)
    })
    child.stdin.end(`#include "${header.replace(/^src\//, '')}"\n`)
  })
}

test('every header compiles alone', async () => {
  const preset = ['release', 'asan', 'dev'].find((name) => existsSync(join(root, 'build', name, 'compile_commands.json')))
  assert.ok(preset, 'no build/…/compile_commands.json: run `make build` first')
  const commands = JSON.parse(readFileSync(join(root, 'build', preset, 'compile_commands.json'), 'utf8'))
  mkdirSync(kept, { recursive: true })
  const waiting = files('src/*.h')
  const faults: string[] = []
  const worker = async () => {
    for (let header = waiting.shift(); header; header = waiting.shift()) {
      const fault = await compile(flags(commands, header)!, header)
      if (fault) faults.push(fault)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  assert.equal(faults.join('\n'), '')
})
