// Who closes reviews, writes patterns and makes courses: analysts, planners, directors and owners. All staff write notes
// and cases, and practise.
import { staff } from '../session.ts'

export const mayTeach = (): boolean => ['owner', 'planner', 'director', 'analyst'].includes(staff.value?.role ?? '')
