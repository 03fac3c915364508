// One row of the validation table: a number of others, ours beside it, and the verdict.

/** How far the source of a number was seen; `secondary`: a third party's word, without all that is needed to do it again. */
export const CHECK_STATUSES = ['read', 'computed', 'derived', 'secondary', 'memory-unverified', 'not found'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];
export const VERDICTS = ['pass', 'fail', 'not verified'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Which of the twin kernels carries the field sweeps: `plain` TypeScript, the definition, or WebAssembly. */
export const KERNELS = ['plain', 'wasm'] as const;
export type Kernel = (typeof KERNELS)[number];

export interface Check {
  readonly topic: string;
  readonly quantity: string;
  readonly conditions: string;
  readonly unit: string;
  /** A number, or a range that ours must lie in. */
  readonly expected: number | readonly [number, number];
  /** Allowed beyond the expected number or range; a part of the number where `relative`. */
  readonly tolerance: number;
  readonly relative?: boolean;
  readonly source: string;
  readonly status: CheckStatus;
  /** Absent where this program has no number of its own to put beside it. */
  readonly ours?: (kernel: Kernel) => number;
}

export interface CheckRow extends Omit<Check, 'ours'> {
  readonly ours: number | undefined;
  /** Distance from the expected number or range, as the tolerance counts it. */
  readonly gap: number | undefined;
  readonly verdict: Verdict;
}

/** Only numbers whose source was read or computed can fail or pass. */
export function judge({ ours, ...check }: Check, kernel: Kernel = 'wasm'): CheckRow {
  const value = ours?.(kernel);
  const gap = value === undefined ? undefined : gapOf(check, value);
  const verified = check.status === 'read' || check.status === 'computed' || check.status === 'derived';
  const verdict = !verified || gap === undefined ? 'not verified' : gap <= check.tolerance ? 'pass' : 'fail';
  return { ...check, ours: value, gap, verdict };
}

function gapOf({ expected, relative }: Omit<Check, 'ours'>, value: number): number {
  if (typeof expected !== 'number')
    return Number.isNaN(value) ? Infinity : Math.max(0, expected[0] - value, value - expected[1]);
  const gap = Math.abs(value - expected) / (relative === true ? Math.abs(expected) : 1);
  return Number.isNaN(gap) ? Infinity : gap;
}

/** Where the rows of a data table are from. */
export const ORACLE = 'independent Python oracle (numpy, scipy)';

/** Runs `make` when first asked with a kernel; rows that read one simulation share it. */
export function once<T>(make: (kernel: Kernel) => T): (kernel?: Kernel) => T {
  const kept = new Map<Kernel, { readonly value: T }>();
  return (kernel = 'wasm') => {
    const one = kept.get(kernel) ?? { value: make(kernel) };
    kept.set(kernel, one);
    return one.value;
  };
}
