// The demo's ports: those asked for, which must be free, or the usual ones, else any that is.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'

const kinds = { PORT: { usual: 8080, what: 'the pages', udp: false }, RTMP_PORT: { usual: 1935, what: 'RTMP', udp: false }, SRT_PORT: { usual: 9710, what: 'SRT', udp: true } }

/** Binds the port for a moment (0: any) and says which it was, or undefined when it is taken. */
function tryPort(host: string, port: number, udp: boolean): Promise<number | undefined> {
  return new Promise((done) => {
    if (udp) {
      const socket = createSocket('udp4').on('error', () => done(undefined))
      socket.bind(port, host, () => { const got = socket.address().port; socket.close(() => done(got)) })
    } else {
      const server = createServer().on('error', () => done(undefined))
      server.listen(port, host, () => { const got = (server.address() as { port: number }).port; server.close(() => done(got)) })
    }
  })
}

export async function ports(host: string): Promise<{ http: number; rtmp: number; srt: number }> {
  const found: number[] = []
  for (const [name, { usual, what, udp }] of Object.entries(kinds)) {
    const asked = process.env[name]
    if (asked !== undefined && !(Number.isInteger(+asked) && +asked > 0 && +asked < 65536)) {
      throw new Error(`${name}=${asked} is not a port. Give a number from 1 to 65535.`)
    }
    const port = asked === undefined ? (await tryPort(host, usual, udp)) ?? (await tryPort(host, 0, udp)) : await tryPort(host, +asked, udp)
    if (!port) throw new Error(`Port ${asked ?? usual} for ${what} is taken on ${host}. End what uses it, or give another: ${name}=${(+(asked ?? usual) + 1000) % 65536 || 9000} make demo`)
    found.push(port)
  }
  return { http: found[0]!, rtmp: found[1]!, srt: found[2]! }
}

/** How a browser reaches us: this machine's own address when we listen on all. */
export function reachable(host: string): string {
  if (host !== '0.0.0.0') return host
  const own = Object.values(networkInterfaces()).flat().find((each) => each && each.family === 'IPv4' && !each.internal)
  return own?.address ?? '127.0.0.1'
}
