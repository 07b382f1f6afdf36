// Whether `text` could be a mail address: enough to catch a slip of the finger; the server decides.
export function looksLikeMail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim())
}
