// Saves what the page itself has made as a file of the person's.

/** Long enough for the browser to have begun to save it. */
const kKeptMs = 10_000

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), kKeptMs)
}

/** With the mark by which spreadsheets know UTF-8. */
export function saveCsv(name: string, csv: string): void {
  saveFile(name, new Blob(['\ufeff', csv, '\r\n'], { type: 'text/csv;charset=utf-8' }))
}

/** A title as a part of a file's name: what no file system takes is left out. */
export function fileName(title: string): string {
  return title.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').trim().slice(0, 60) || 'nigiwai'
}
