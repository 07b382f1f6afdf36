// In whose name this app's requests are. A browser in which somebody signed in as staff has often looked at the shop as a
// viewer, too, and then brings both cookies: the server takes the viewer's unless it is told otherwise.

let staff = false

/** From now on requests are those of the staff alone, as in the studio. */
export function actAsStaff(): void {
  staff = true
}

export function actsAsStaff(): boolean {
  return staff
}
