// A room on npm's `ws` in its usual way: what one says at /speak goes to every other one as it comes.
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), backlog: 4096, perMessageDeflate: false })
const readers = new Set()
server.on('connection', (socket, request) => {
  socket.on('error', () => {})
  if (request.url === '/speak') {
    socket.on('message', (line) => {
      for (const reader of readers) if (reader.readyState === 1) reader.send(line, { binary: false })
    })
    return
  }
  readers.add(socket)
  socket.on('close', () => readers.delete(socket))
})
