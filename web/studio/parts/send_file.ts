// A file on its way to the server.
import { Problem } from '../../shared/api.ts'

/** Posts a file, telling how much of it has gone. Its own request, because fetch() does not tell. Fails with a Problem. */
export function sendFile<Answer>(path: string, file: File, gone: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && gone(event.loaded / event.total)
    request.onerror = () => reject(Problem.offline())
    request.onload = () => {
      let answer: unknown
      try {
        answer = JSON.parse(request.responseText)
      } catch {
        answer = {}
      }
      if (request.status === 200) resolve(answer as Answer)
      else reject(new Problem(answer as Record<string, unknown>, request.status))
    }
    request.send(file)
  })
}
