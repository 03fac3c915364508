// The spins that carry the transfer, where all of them are too many: what hangs on it by a small coupling is left out, and named.
import { makeSpinSpace, readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import { joinedElements } from './joined-system.ts';

export interface Core {
  readonly system: SpinSystem;
  readonly leftOut: readonly string[];
}

/**
 * Leaves out groups of equivalent spins, that with the smallest couplings first, until the joined density has at most `mostElements`, or every
 * group is needed: the para spins, the target, and those that join them.
 */
export function coreOf(system: SpinSystem, target: string, mostElements: number): Core {
  let core = system;
  const leftOut: string[] = [];
  for (;;) {
    const spins = readSpins(core);
    const space = makeSpinSpace(spins, { heteronuclear: 'full' });
    if (joinedElements(space) <= mostElements) return { system: core, leftOut };
    const kept = [...(core.para ?? []), target].map((label) => spins.labels.indexOf(label));
    const outside = (group: readonly number[]): number =>
      Math.max(
        0,
        ...spins.labels.map((_, k) => (group.includes(k) ? 0 : Math.abs(spins.j_Hz[group[0]! * spins.n + k]!))),
      );
    const candidates = space.groups
      .filter((group) => !group.some((k) => kept.includes(k)) && joins(spins.j_Hz, spins.n, kept, group))
      .toSorted((a, b) => outside(a) - outside(b));
    if (candidates.length === 0) return { system: core, leftOut };
    const labels = candidates[0]!.map((k) => spins.labels[k]!);
    leftOut.push(...labels);
    core = without(core, labels);
  }
}

/** Whether the spins of `kept` hang together by couplings without those of `group`. */
function joins(j_Hz: Float64Array, n: number, kept: readonly number[], group: readonly number[]): boolean {
  const reached = new Set([kept[0]!]);
  for (const k of reached) for (let l = 0; l < n; l++) if (j_Hz[k * n + l] !== 0 && !group.includes(l)) reached.add(l);
  return kept.every((k) => reached.has(k));
}

function without(system: SpinSystem, labels: readonly string[]): SpinSystem {
  return {
    ...system,
    spins: system.spins.filter(({ label }) => !labels.includes(label)),
    couplings_Hz: Object.fromEntries(
      Object.entries(system.couplings_Hz).filter(([pair]) => !pair.split('-').some((label) => labels.includes(label))),
    ),
  };
}
