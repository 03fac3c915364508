// A large batch of ramps cut into parts for threads. The parts depend on the batch alone, so that its digits do not depend on the number of threads.

export interface RampSettings {
  readonly from_T: number;
  readonly to_T: number;
  readonly duration_s: number;
}

/** Enough ramps to pay for the levels that each part works out for itself. */
const RAMPS_IN_A_PART = 500;

/** Indices of each part: ramps of like rate together, since those share steps, and about the same sweep time in each. */
export function rampParts(ramps: readonly RampSettings[]): readonly (readonly number[])[] {
  const rate = ({ from_T, to_T, duration_s }: RampSettings): number => (to_T - from_T) / duration_s;
  const order = ramps.map((_, i) => i).sort((i, k) => rate(ramps[i]!) - rate(ramps[k]!) || i - k);
  const nParts = Math.ceil(ramps.length / RAMPS_IN_A_PART);
  const total_s = ramps.reduce((sum, { duration_s }) => sum + duration_s, 0);
  const parts: number[][] = Array.from({ length: nParts }, () => []);
  let before_s = 0;
  for (const i of order) {
    parts[Math.min(nParts - 1, Math.floor((nParts * before_s) / total_s))]!.push(i);
    before_s += ramps[i]!.duration_s;
  }
  return parts.filter((part) => part.length > 0);
}
