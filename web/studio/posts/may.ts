// Who may write posts, and who may let them out; everybody else reads.
import { staff } from '../session.ts'

export const mayWrite = (): boolean => ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')
export const mayApprove = (): boolean => ['owner', 'director'].includes(staff.value?.role ?? '')
