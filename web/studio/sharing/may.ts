// Who may change what; everybody else reads.
import { staff } from '../session.ts'

export const mayRunCampaigns = (): boolean => ['owner', 'planner'].includes(staff.value?.role ?? '')
export const mayChoose = mayRunCampaigns
export const mayTakeOut = (): boolean => ['owner', 'planner', 'director'].includes(staff.value?.role ?? '')
