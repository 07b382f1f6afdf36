// What there are reports of, as their addresses have it.
export const kKinds = ['proof', 'month', 'show'] as const
export type ReportKind = (typeof kKinds)[number]
