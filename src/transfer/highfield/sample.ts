// What stands in the spectrometer, taken apart into pieces that do not couple: each with its own part of the density (the trace over the rest, exact).
import { ScienceError } from '../../base/index.ts';
import {
  equivalentGroups,
  SPACE_LIMIT_bytes,
  stateDigits,
  type CollectiveState,
  type Spins,
  type SpinSpace,
} from '../../physics/spins/index.ts';

export type Sample =
  /** Every spin polarized by itself, <Iz>/I, to first order (thermal equilibrium); equivalent spins count with their mean. */
  | { readonly spins: Spins; readonly polarization: ArrayLike<number> }
  /** A state on joined spins, as a field cycle leaves it. */
  | { readonly space: SpinSpace; readonly state: CollectiveState }
  /** A density over all product states, complex [N, N], as a pulse sequence leaves it. */
  | { readonly spins: Spins; readonly density: Float64Array };

/** One total spin per site, and the density summed over all ways to realise it: sum of slope K_z, or complex [D, D] over the product states, highest projections first. */
export interface Sector {
  readonly twiceK: readonly number[];
  readonly content: { readonly slope: Float64Array } | { readonly density: Float64Array };
}

/** Groups of spins that couple to each other and to nothing else. */
export interface Component {
  readonly spins: Spins;
  /** First spin of each site's group: its members are equal. */
  readonly sites: readonly number[];
  readonly sectors: readonly Sector[];
}

/** The components that hold `isotope`. Throws where there is none, and `unsupported` where a density would be too large. */
export function componentsOf(sample: Sample, isotope: string): readonly Component[] {
  const spins = 'space' in sample ? sample.space.spins : sample.spins;
  if (!spins.isotopes.includes(isotope)) {
    const there = [...new Set(spins.isotopes)].join(', ');
    throw new ScienceError('argument', `${spins.name} has no ${isotope}; there are ${there}`);
  }
  const groups =
    'space' in sample
      ? sample.space.groups
      : 'polarization' in sample
        ? equivalentGroups(spins)
        : spins.labels.map((_, k) => [k]);
  return coupledSets(spins, groups)
    .filter((members) => members.some((g) => spins.isotopes[groups[g]![0]!] === isotope))
    .map((members) => ({
      spins,
      sites: members.map((g) => groups[g]![0]!),
      sectors:
        'space' in sample
          ? collectiveSectors(sample.space, sample.state, members)
          : 'polarization' in sample
            ? polarizedSectors(
                spins,
                members.map((g) => groups[g]!),
                sample.polarization,
              )
            : [densitySector(spins, sample.density, members)],
    }));
}

/** Sets of groups joined by couplings, each ascending. */
function coupledSets(spins: Spins, groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const left = new Set(groups.keys());
  const sets: number[][] = [];
  for (const start of left) {
    left.delete(start);
    const set = [start];
    for (const g of set) {
      for (const h of left) {
        if (spins.j_Hz[groups[g]![0]! * spins.n + groups[h]![0]!] === 0) continue;
        left.delete(h);
        set.push(h);
      }
    }
    sets.push(set.sort((a, b) => a - b));
  }
  return sets;
}

function polarizedSectors(
  spins: Spins,
  groups: readonly (readonly number[])[],
  polarization: ArrayLike<number>,
): readonly Sector[] {
  let all: { twiceK: number[]; copies: number }[] = [{ twiceK: [], copies: 1 }];
  let states = 1;
  for (const group of groups) {
    const twiceSpin = spins.twiceSpin[group[0]!]!;
    const counts = multiplicities(twiceSpin, group.length);
    all = all.flatMap(({ twiceK, copies }) =>
      [...counts].map(([k, count]) => ({ twiceK: [...twiceK, k], copies: copies * count })),
    );
    for (let i = 0; i < group.length; i++) states *= twiceSpin + 1;
  }
  // Tr Iz^2 over one spin is (2I + 1) I (I + 1)/3.
  const perSpin = groups.map((group) => {
    const mean = group.reduce((sum, k) => sum + polarization[k]!, 0) / group.length;
    return (3 * mean) / (spins.twiceSpin[group[0]!]! / 2 + 1);
  });
  return all.map(({ twiceK, copies }) => ({
    twiceK,
    content: { slope: Float64Array.from(perSpin, (x) => (x * copies) / states) },
  }));
}

/** How often each total spin 2K comes in `n` spins. */
function multiplicities(twiceSpin: number, n: number): ReadonlyMap<number, number> {
  let counts = new Map([[0, 1]]);
  for (let i = 0; i < n; i++) {
    const next = new Map<number, number>();
    for (const [k, count] of counts) {
      for (let sum = Math.abs(k - twiceSpin); sum <= k + twiceSpin; sum += 2)
        next.set(sum, (next.get(sum) ?? 0) + count);
    }
    counts = next;
  }
  return counts;
}

function collectiveSectors(space: SpinSpace, state: CollectiveState, members: readonly number[]): readonly Sector[] {
  const found = new Map<string, { readonly twiceK: readonly number[]; readonly density: Float64Array }>();
  const nGroups = space.groups.length;
  space.sectors.forEach((sector, s) => {
    const twiceK = members.map((g) => sector.twiceK[g]!);
    const name = twiceK.join();
    if (!found.has(name)) found.set(name, { twiceK, density: emptyDensity(space.spins, twiceK) });
    const { density } = found.get(name)!;
    sector.blocks.forEach((block, b) => {
      const level = (i: number, g: number): number => (sector.twiceK[g]! - block.twiceProjection[i * nGroups + g]!) / 2;
      addTrace(density, state.densities[s]![b]!, block.size, sector.twiceK, members, level);
    });
  });
  return [...found.values()].map(({ twiceK, density }) => ({ twiceK, content: { density } }));
}

function densitySector(spins: Spins, rho: Float64Array, members: readonly number[]): Sector {
  const { dimension, n } = spins;
  if (rho.length !== 2 * dimension * dimension)
    throw new ScienceError(
      'argument',
      `the density of ${spins.name} has ${rho.length} numbers; expected ${2 * dimension * dimension}`,
    );
  const twiceK = members.map((k) => spins.twiceSpin[k]!);
  const density = emptyDensity(spins, twiceK);
  const digits = stateDigits(spins);
  addTrace(density, rho, dimension, Array.from(spins.twiceSpin), members, (i, k) => digits[i * n + k]!);
  return { twiceK, content: { density } };
}

function emptyDensity(spins: Spins, twiceK: readonly number[]): Float64Array {
  const size = twiceK.reduce((product, k) => product * (k + 1), 1);
  const bytes = 16 * size * size;
  if (bytes > SPACE_LIMIT_bytes) {
    throw new ScienceError(
      'unsupported',
      `${spins.name}: a density of ${size} coupled states needs ${(bytes / 1e9).toPrecision(3)} GB; the limit is ${SPACE_LIMIT_bytes / 1e9} GB`,
    );
  }
  return new Float64Array(2 * size * size);
}

/** out += rho [size, size] with the levels of everything outside `members` traced out; `level(i, g)` counts from the highest projection. */
function addTrace(
  out: Float64Array,
  rho: Float64Array,
  size: number,
  twiceK: readonly number[],
  members: readonly number[],
  level: (i: number, g: number) => number,
): void {
  const inside = new Int32Array(size);
  const alike = new Map<number, number[]>();
  let width = 1;
  for (const g of members) width *= twiceK[g]! + 1;
  for (let i = 0; i < size; i++) {
    let rest = 0;
    twiceK.forEach((k, g) => {
      if (members.includes(g)) inside[i] = inside[i]! * (k + 1) + level(i, g);
      else rest = rest * (k + 1) + level(i, g);
    });
    if (!alike.has(rest)) alike.set(rest, []);
    alike.get(rest)!.push(i);
  }
  for (const states of alike.values()) {
    for (const i of states) {
      for (const k of states) {
        const to = 2 * (inside[i]! * width + inside[k]!),
          from = 2 * (i * size + k);
        out[to]! += rho[from]!;
        out[to + 1]! += rho[from + 1]!;
      }
    }
  }
}
