// The peers of the benches, each as its makers advise for the task, on free ports of 127.0.0.1, in a folder that goes
// away. What they listen on and what they wrote is theirs alone: no service of the machine is touched.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, root, run, start, until } from '../../tests/support/processes.ts'

export const folders = join(root, 'build/bench-data')

export function folder(name: string): string {
  mkdirSync(folders, { recursive: true })
  return mkdtempSync(join(folders, `${name}-`))
}

const listening = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true) })
    socket.on('error', () => done(false))
  })

/** A program of somebody else that serves on `port` until it is stopped. */
export class Peer {
  readonly name: string
  readonly port: number
  readonly folder: string
  readonly #child: ChildProcess
  #said = ''

  constructor(name: string, port: number, where: string, child: ChildProcess) {
    ;[this.name, this.port, this.folder, this.#child] = [name, port, where, child]
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (this.#said = (this.#said + text).slice(-4000)))
  }

  get pid(): number {
    return this.#child.pid!
  }

  async begun(): Promise<this> {
    await until(`${this.name} listens`, async () => {
      assert.equal(this.#child.exitCode, null, `${this.name} ended: ${this.#said}`)
      return listening(this.port)
    }, 20)
    return this
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000)
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'close')
    clearTimeout(timer)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const modules = '/usr/lib/nginx/modules'

/** nginx with one worker. `http` and `top` are what stands in its configuration; PORT in them is its port. */
export async function nginx(name: string, { http = '', top = '', module = '' }: { http?: string; top?: string; module?: string }, where = folder('nginx')): Promise<Peer> {
  const port = await freePort()
  const conf = `
daemon off; pid ${where}/pid; error_log stderr warn; worker_processes 1; worker_rlimit_nofile 20000;
${userInfo().uid === 0 ? 'user root;' : ''}
${module ? `load_module ${modules}/${module}.so;` : ''}
events { worker_connections 19900; }
${top.replaceAll('PORT', String(port))}
${http === '' ? '' : `http {
  access_log off; default_type application/octet-stream; keepalive_requests 1000000000; keepalive_timeout 75s;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${where}/${kind};`).join(' ')}
  server { listen 127.0.0.1:${port} backlog=4096; ${http} }
}`}`
  writeFileSync(join(where, 'conf'), conf)
  return new Peer(name, port, where, start('nginx', ['-p', where, '-c', join(where, 'conf'), '-e', 'stderr'])).begun()
}

export interface Room { peer: { pid: number; stop(): Promise<void> }; port: number; path: string; protocol: 'nigiwai' | 'lines' | 'nats'; speak: { to: string; port: number; path: string } }

export async function nchan(): Promise<Room> {
  const peer = await nginx('nginx nchan', {
    module: 'ngx_nchan_module',
    http: `
      location = /sub { nchan_subscriber websocket; nchan_channel_id room; nchan_subscriber_first_message newest; }
      location = /pub { nchan_publisher http; nchan_channel_id room; nchan_message_buffer_length 1000; nchan_message_timeout 1m; }`,
  })
  return { peer, port: peer.port, path: '/sub', protocol: 'lines', speak: { to: 'nchan', port: peer.port, path: '/pub' } }
}

export async function nats(): Promise<Room> {
  const where = folder('nats')
  const [port, socketPort] = [await freePort(), await freePort()]
  writeFileSync(join(where, 'conf'), `
host: "127.0.0.1", port: ${port}, max_connections: 100000
websocket { host: "127.0.0.1", port: ${socketPort}, no_tls: true }
`)
  const peer = await new Peer('NATS', socketPort, where, start('nats-server', ['-c', join(where, 'conf')])).begun()
  return { peer, port: socketPort, path: '/', protocol: 'nats', speak: { to: 'nats', port, path: '/' } }
}

export async function ws(): Promise<Room> {
  const where = folder('ws')
  const port = await freePort()
  const peer = await new Peer('npm ws', port, where, start(process.execPath, [join(root, 'bench/peers/ws.mjs'), String(port)])).begun()
  return { peer, port, path: '/', protocol: 'lines', speak: { to: 'ws', port, path: '/speak' } }
}

/** Redis that answers a write once it is synced to the disk. */
export async function redis(): Promise<Peer> {
  const where = folder('redis')
  const port = await freePort()
  return new Peer('Redis', port, where, start('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', where,
    '--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxclients', '10000', '--auto-aof-rewrite-percentage', '0'])).begun()
}

/** PostgreSQL as Debian sets it up, with memory for what is measured, and durable: fsync and synchronous_commit are on. */
export async function postgres(): Promise<Peer> {
  const bin = '/usr/lib/postgresql/15/bin'
  assert.ok(existsSync(bin), 'PostgreSQL 15 is not installed; bench/install brings it in.')
  const where = folder('postgres')
  const port = await freePort()
  const asRoot = userInfo().uid === 0
  if (asRoot) {
    const ids = (await run('id', ['-u', 'postgres'])).stdout.trim()
    chownSync(where, Number(ids), -1)
  }
  const as = asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['env']
  const made = await run(as[0]!, [...as.slice(1), `${bin}/initdb`, '-A', 'trust', '-U', 'postgres', '-D', `${where}/data`])
  assert.equal(made.code, 0, made.stderr)
  return new Peer('PostgreSQL', port, where, start(as[0]!, [...as.slice(1), `${bin}/postgres`, '-D', `${where}/data`, '-p', String(port),
    '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${where}`, '-c', 'max_connections=200',
    '-c', 'shared_buffers=512MB', '-c', 'max_wal_size=4GB', '-c', 'jit=off'])).begun()
}
