// The nearest command that keeps all limits: a range at each point, and a largest change from point to point. Exact, point by point:
// f_i(x), the least distance of the points so far if the last of them is x, has a derivative that is piecewise linear and rising. Going on
// by one point moves its falling side down and its rising side up by the largest change, cuts it to the range and adds x - wish
// (the dynamic programming of Johnson, J. Comput. Graph. Stat. 22 (2013) 246, for a bound on differences in place of a price).

export interface CommandLimits {
  /** [points] */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  /** Largest change between neighbours; Infinity for none. */
  readonly change: number;
}

/** The limits tightened to what can be reached from both sides; `undefined` where nothing can. */
export function reachable({ lowest, highest, change }: CommandLimits): CommandLimits | undefined {
  const n = lowest.length;
  const low = lowest.slice(),
    high = highest.slice();
  for (let i = 1; i < n; i++) {
    low[i] = Math.max(low[i]!, low[i - 1]! - change);
    high[i] = Math.min(high[i]!, high[i - 1]! + change);
  }
  for (let i = n - 2; i >= 0; i--) {
    low[i] = Math.max(low[i]!, low[i + 1]! - change);
    high[i] = Math.min(high[i]!, high[i + 1]! + change);
  }
  return low.every((value, i) => value <= high[i]!) ? { lowest: low, highest: high, change } : undefined;
}

/** The derivative of f_i: corners with its value on both sides. */
interface Slope {
  n: number;
  readonly x: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** Projects on limits that are `reachable`. */
export function makeProjection({
  lowest,
  highest,
  change,
}: CommandLimits): (out: Float64Array, wish: Float64Array) => void {
  const points = lowest.length;
  if (change === Infinity) {
    return (out, wish) => {
      for (let i = 0; i < points; i++) out[i] = Math.min(highest[i]!, Math.max(lowest[i]!, wish[i]!));
    };
  }
  const make = (): Slope => ({
    n: 0,
    x: new Float64Array(2 * points + 4),
    left: new Float64Array(2 * points + 4),
    right: new Float64Array(2 * points + 4),
  });
  const slope = make(),
    spare = make();
  const best = new Float64Array(points);
  return (out, wish) => {
    slope.n = 0;
    push(slope, lowest[0]!, lowest[0]! - wish[0]!, lowest[0]! - wish[0]!);
    push(slope, highest[0]!, highest[0]! - wish[0]!, highest[0]! - wish[0]!);
    best[0] = rootOf(slope);
    for (let i = 1; i < points; i++) {
      spreadInto(spare, slope, best[i - 1]!, change);
      slope.n = 0;
      cutInto(slope, spare, lowest[i]!, highest[i]!);
      for (let j = 0; j < slope.n; j++) {
        const more = slope.x[j]! - wish[i]!;
        slope.left[j]! += more;
        slope.right[j]! += more;
      }
      best[i] = rootOf(slope);
    }
    out[points - 1] = best[points - 1]!;
    for (let i = points - 2; i >= 0; i--)
      out[i] = Math.min(out[i + 1]! + change, Math.max(out[i + 1]! - change, best[i]!));
  };
}

function push(slope: Slope, x: number, left: number, right: number): void {
  slope.x[slope.n] = x;
  slope.left[slope.n] = left;
  slope.right[slope.n] = right;
  slope.n++;
}

/** Where the rising slope passes zero, or the end of its range where it does not. */
function rootOf({ n, x, left, right }: Slope): number {
  if (right[0]! >= 0) return x[0]!;
  let low = 0,
    high = n; // the first corner whose right value is not below zero lies in (low, high]
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (right[middle]! >= 0) high = middle;
    else low = middle;
  }
  if (high === n) return x[n - 1]!;
  if (left[high]! <= 0) return x[high]!;
  return x[low]! - (right[low]! * (x[high]! - x[low]!)) / (left[high]! - right[low]!);
}

/** The falling side moved down by `change`, flat in between, the rising side moved up. */
function spreadInto(out: Slope, { n, x, left, right }: Slope, root: number, change: number): void {
  out.n = 0;
  let j = 0;
  for (; j < n && x[j]! < root; j++) push(out, x[j]! - change, left[j]!, right[j]!);
  const at = valueAt({ n, x, left, right }, root, j);
  push(out, root - change, Math.min(0, at[0]), 0);
  push(out, root + change, 0, Math.max(0, at[1]));
  if (j < n && x[j] === root) j++;
  for (; j < n; j++) push(out, x[j]! + change, left[j]!, right[j]!);
}

/** Left and right value at `root`, which lies before corner `j` or on it. */
function valueAt({ n, x, left, right }: Slope, root: number, j: number): readonly [number, number] {
  if (j < n && x[j] === root) return [left[j]!, right[j]!];
  if (j === 0 || j === n) return [0, 0];
  const value = right[j - 1]! + ((left[j]! - right[j - 1]!) * (root - x[j - 1]!)) / (x[j]! - x[j - 1]!);
  return [value, value];
}

/** The part of a slope within [low, high]. */
function cutInto(out: Slope, whole: Slope, low: number, high: number): void {
  const { n, x, left, right } = whole;
  let j = 0;
  while (j < n && x[j]! < low) j++;
  if (j === n || x[j]! > low) {
    const [, value] = valueAt(whole, low, j);
    push(out, low, value, value);
  }
  for (; j < n && x[j]! <= high; j++) push(out, x[j]!, left[j]!, right[j]!);
  if (out.x[out.n - 1]! < high) {
    const [value] = valueAt(whole, high, j);
    push(out, high, value, value);
  }
}
