// Seconds between two lines of one person that a shop may choose from.
export const kSlowSteps = [0, 3, 5, 10, 30, 60, 300]
