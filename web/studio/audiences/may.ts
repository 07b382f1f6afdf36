// Who may describe audiences, and who may give them out.
import { staff } from '../session.ts'

export const maySeeAudiences = (): boolean => ['owner', 'planner', 'analyst'].includes(staff.value?.role ?? '')
export const mayGiveOut = (): boolean => ['owner', 'planner'].includes(staff.value?.role ?? '')
