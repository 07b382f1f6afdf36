// Who may change the playbook and the proofs of concept: planners, directors and owners. All staff close what is theirs.
import { staff } from '../session.ts'

export const mayPlan = (): boolean => ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')
