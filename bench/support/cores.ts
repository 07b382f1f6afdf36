// Who runs on which core, and what a process has used: read from /proc, for a process and all below it.
import { readFileSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { run } from '../../tests/support/processes.ts'

const kTicksASecond = 100  // of /proc/PID/stat, as every Linux has it
const kPage = 4096

/** The server under measure has the first core to itself; what loads it has the others. */
export const serverCore = '0'
export const loadCores = cpus().length > 2 ? `1-${cpus().length - 1}` : '1'

async function moveTo(cores: string): Promise<void> {
  await run('taskset', ['-acp', cores, String(process.pid)])
}

/** Begins something whose processes stay on these cores: the first for servers, unless told otherwise. */
export async function onCores<T>(cores: string, begin: () => T | Promise<T>): Promise<T> {
  await moveTo(cores)
  try {
    return await begin()
  } finally {
    await moveTo(loadCores)
  }
}

const fieldsOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
  } catch {
    return []
  }
}

/** A process and all below it. */
export function tree(root: number): number[] {
  const below = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(fieldsOf(Number(name))[1])
    below.set(parent, [...(below.get(parent) ?? []), Number(name)])
  }
  const all = [root]
  for (const pid of all) all.push(...(below.get(pid) ?? []))
  return all
}

/** Seconds of CPU that a process and all below it have used, ended ones among them. */
export function cpuOf(root: number): number {
  return tree(root).map(fieldsOf).reduce((sum, fields) =>
    sum + [11, 12, 13, 14].reduce((ticks, at) => ticks + Number(fields[at] ?? 0), 0), 0) / kTicksASecond
}

/** Seconds of CPU of one thread of a process: that with this name, or the one it began with. */
export function cpuOfThread(pid: number, name?: string): number {
  const named = (id: string): boolean => readFileSync(`/proc/${pid}/task/${id}/comm`, 'utf8').trim() === name
  const thread = name === undefined ? pid : readdirSync(`/proc/${pid}/task`).find(named)
  const fields = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / kTicksASecond
}

/** Bytes of memory of their own that a process and all below it hold. */
export function memoryOf(root: number): number {
  return tree(root).reduce((sum, pid) => {
    try {
      const [, resident, shared] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number)
      return sum + (resident! - shared!) * kPage
    } catch {
      return sum
    }
  }, 0)
}

/** Bytes that the kernel holds for all TCP sockets of this network namespace. */
export function socketMemory(): number {
  return Number(/^TCP:.* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))![1]) * kPage
}

/** Seconds that a core was busy since it was started, with whatever. */
export function busy(core: string): number {
  const fields = new RegExp(`^cpu${core} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'utf8'))![1]!.split(' ').map(Number)
  const [user, nice, system, , , irq, softirq, steal] = fields
  return (user! + nice! + system! + irq! + softirq! + steal!) / kTicksASecond
}

export function machine(): string {
  const model = /^model name[^:]*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown'
  const memory = Number(/^MemTotal:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))![1]) / 1024 ** 2
  const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').split('-')[0]!.trim()
  return `${cpus().length} cores of ${model}, ${memory.toFixed(0)} GiB, Linux ${kernel}`
}
