// What a profile is designed for: a molecule, how its hydrogen was added, and the conditions that a sample meets; and these as bundles of
// columns that move together.
import type { SpinSystem } from '../../physics/spins/index.ts';
import type { Relaxation } from '../relaxing/relaxing-system.ts';
import type { AdditionSettings } from '../simulate.ts';
import { partsOf, type Part, type Parts } from './adjoint/parts.ts';

/** One of the conditions that the sample meets: the field along z is scale B + offset, with a constant field across. */
export interface Condition {
  readonly weight: number;
  readonly offset_T?: number;
  readonly scale?: number;
  readonly across_T?: number;
  /** Couplings of this condition, where they differ; the spins must be the same. */
  readonly couplings_Hz?: Readonly<Record<string, number>>;
}

export interface Sample {
  readonly system: SpinSystem;
  readonly paraFraction: number;
  readonly addition: AdditionSettings;
  /** Label of the spin to polarize. */
  readonly target: string;
  readonly relaxation?: Relaxation;
  /** Not given: the field as it is asked for. Weights need not add up to 1. */
  readonly conditions?: readonly Condition[];
}

/** Conditions that move alike. */
export interface Kind {
  readonly parts: Parts;
  readonly members: readonly number[];
}

export interface Bundle {
  readonly part: Part;
  /** For each column: its condition, and its weight with that of the condition. */
  readonly condition: Int32Array;
  readonly weight: Float64Array;
  readonly start: Float64Array;
  readonly columns: number;
}

/** Doubles of a tape; more columns than fit are carried in several bundles. */
const TAPE_LENGTH = 3e6;

/** Conditions that move alike stand together: same couplings, same field across. */
export function kindsOf(sample: Sample, conditions: readonly Condition[]): Kind[] {
  const kinds = new Map<string, { parts: Parts; members: number[] }>();
  conditions.forEach(({ across_T = 0, couplings_Hz }, m) => {
    const key = `${across_T} ${JSON.stringify(couplings_Hz)}`;
    const known = kinds.get(key);
    if (known) {
      known.members.push(m);
      return;
    }
    const system = couplings_Hz ? { ...sample.system, couplings_Hz } : sample.system;
    const { target, addition, relaxation } = sample;
    kinds.set(key, {
      parts: partsOf(system, { target, addition, across_T, ...(relaxation && { relaxation }) }),
      members: [m],
    });
  });
  return [...kinds.values()];
}

export function bundlesOf(part: Part, members: readonly number[], steps: number): Bundle[] {
  const all = members.flatMap((m) => Array.from({ length: part.columns }, (_, c) => ({ m, c })));
  const size = part.drive.size;
  const most = Math.max(1, Math.floor(TAPE_LENGTH / (size * steps * 24)));
  const out: Bundle[] = [];
  for (let from = 0; from < all.length; from += most) {
    const some = all.slice(from, from + most);
    const start = new Float64Array(size * some.length);
    some.forEach(({ c }, at) => {
      for (let i = 0; i < size; i++) start[i * some.length + at] = part.start[i * part.columns + c]!;
    });
    out.push({
      part,
      condition: Int32Array.from(some, ({ m }) => m),
      weight: Float64Array.from(some, ({ c }) => part.weight[c]!),
      start,
      columns: some.length,
    });
  }
  return out;
}
