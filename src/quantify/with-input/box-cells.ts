// The best box bolus. The cost has a kink where the bolus begins or ends with an excitation; within a cell (begins between these two excitations,
// ends between those two) it is smooth. So the fit walks over cells and looks for the best of each between its bounds, its borders included.

/** Edges of the cells: the earliest arrival, then every excitation. */
const edge = (i: number, nTimes: number, repetition_s: number): number =>
  i === 0 ? -nTimes * repetition_s : (i - 1) * repetition_s;

/** Cells of begin and end, 0 before the first excitation. */
export function cellOf(start_s: number, end_s: number, nTimes: number, repetition_s: number): [number, number] {
  const cell = (time_s: number): number => Math.min(Math.max(Math.floor(time_s / repetition_s) + 1, 0), nTimes - 1);
  // An end just at an excitation belongs to the interval before.
  return [cell(start_s), Math.max(cell(end_s - 1e-9 * repetition_s), cell(start_s))];
}

/** Bounds of begin and of end, or of the duration where it is pinned. */
export interface CellBounds {
  readonly start_s: readonly [number, number];
  readonly end_s: readonly [number, number] | undefined;
}

/**
 * What covers one cell. A bolus within one interval shows only how much came and when on average: the shortest duration stands for all.
 * A bolus over one excitation may not get shorter than that either, so its cell is cut in two that overlap, and the edge of what neither holds.
 */
export function boundsOf(
  first: number,
  last: number,
  nTimes: number,
  repetition_s: number,
  shortest_s: number,
): readonly CellBounds[] {
  const at = (i: number): number => edge(i, nTimes, repetition_s);
  if (first === last) return [{ start_s: [at(first), at(first + 1) - shortest_s], end_s: undefined }];
  if (last > first + 1) return [{ start_s: [at(first), at(first + 1)], end_s: [at(last), at(last + 1)] }];
  return [
    { start_s: [at(first), at(last) - shortest_s], end_s: [at(last), at(last + 1)] },
    { start_s: [at(first), at(last)], end_s: [at(last) + shortest_s, at(last + 1)] },
    { start_s: [at(last) - shortest_s, at(last)], end_s: undefined },
  ];
}

/** The cells around one. */
export function neighboursOf(first: number, last: number, nTimes: number): [number, number][] {
  const moves = [-1, 0, 1];
  return moves
    .flatMap((a) => moves.map((b): [number, number] => [first + a, last + b]))
    .filter(([a, b]) => a >= 0 && b >= a && b < nTimes && !(a === first && b === last));
}
