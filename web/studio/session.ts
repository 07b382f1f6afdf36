// Who is signed in, and what happens when the session runs out in the middle of work.
//
// A call that is refused with 401 waits: `expired` becomes true, the studio shows the sign-in form over the page (so
// nothing typed is lost), and the call is made again once somebody signed in. A refused call changed nothing, so making
// it again is safe.
import { signal } from '@preact/signals'
import { call, Problem, type Call, type Staff } from '../shared/api.ts'

/** undefined while it is being asked, null when nobody is signed in. */
export const staff = signal<Staff | null | undefined>(undefined)
export const expired = signal(false)
/** Grows with every sign-in; a socket belongs to the session that opened it and is opened anew. */
export const signIns = signal(0)

let waiting: (() => void)[] = []

/** Asks the server who this browser belongs to. */
export async function recallSession(): Promise<void> {
  try {
    staff.value = (await call<{ staff: Staff }>('/api/sessions/current')).staff
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.status !== 401) throw cause
    staff.value = null
  }
}

/** `code` is that of the second factor, where there is one. */
export async function signIn(email: string, password: string, code = ''): Promise<void> {
  const { staff: who } = await call<{ staff: Staff }>('/api/sessions', { method: 'POST', body: { email, password, ...(code ? { code } : {}) } })
  arrived(who)
}

export interface FirstOwner {
  token: string
  email: string
  password: string
  name: string
}

export async function setUp(owner: FirstOwner): Promise<void> {
  const { staff: who } = await call<{ staff: Staff }>('/api/setup', { method: 'POST', body: owner })
  arrived(who)
}

export async function joinStaff(joining: { token: string; password: string; email?: string; name?: string }): Promise<void> {
  const { staff: who } = await call<{ staff: Staff }>('/api/staff/invitations/accept', { method: 'POST', body: joining })
  arrived(who)
}

export async function signOut(): Promise<void> {
  await call('/api/sessions/current', { method: 'DELETE' })
  staff.value = null
}

function arrived(who: Staff): void {
  staff.value = who
  expired.value = false
  signIns.value += 1
  const resume = waiting
  waiting = []
  for (const again of resume) again()
}

/** Asks for a new sign-in over the page and waits for it. */
export function renewed(): Promise<void> {
  expired.value = true
  return new Promise((resolve) => waiting.push(resolve))
}

/** `call` for staff: waits for a new sign-in when the session has run out, then tries again. */
export async function staffCall<T>(path: string, options: Call = {}): Promise<T> {
  for (;;) {
    try {
      return await call<T>(path, options)
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.status !== 401 || options.signal?.aborted) throw cause
      await renewed()
    }
  }
}
