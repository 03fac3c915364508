// How much of the liver is dead, some hours after a dose of acetaminophen. ASSUMED, anchored at the facts in SOURCES.md#apap:
// little at 150 mg/kg, about 45% at 300 mg/kg in fasted mice; seen from 3-6 h, most at 12-24 h, repaired within days.
import type { MouseValues } from '../values.ts';

/** Dead share of the liver: Hill in the dose, 1 - exp(-ln 2 (t / t_half)^2) in time, exponential repair. */
export function necroticShare(values: MouseValues, dose_mgPerKg: number, hours_h: number): number {
  if (dose_mgPerKg === 0) return 0;
  const response = 1 / (1 + Math.exp(-values.necrosisSteepness * Math.log(dose_mgPerKg / values.necrosisDose_mgPerKg)));
  const risen = -Math.expm1(-Math.LN2 * (hours_h / values.necrosisHalfTime_h) ** 2);
  const left = Math.exp(-Math.max(0, hours_h - values.repairFrom_h) / values.repairTime_h);
  return values.necrosisMost * response * risen * left;
}
