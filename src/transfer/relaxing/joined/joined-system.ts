// A molecule with relaxation whose equivalent spins relax alike: its density in the space of joined spins, as one real vector with a real generator.
import { ScienceError } from '../../../base/index.ts';
import {
  makeSpinSpace,
  type Block,
  type CollectiveState,
  type Spins,
  type SpinSpace,
} from '../../../physics/spins/index.ts';
import { timesOf, type Relaxation } from '../relaxing-system.ts';
import { groupRates, type GroupRate, type SpinTimes } from './group-rates.ts';

/** Largest number of elements of the joined density that is handled. */
export const LARGEST_JOINED = 60_000;

/** d x/dt = (G + B Delta) x; rows of G as in `Generator`, Delta turns each pair of places into each other. */
export interface RealGenerator {
  readonly size: number;
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  /** Places of Re and Im of an element above the diagonal. */
  readonly real: Int32Array;
  readonly imaginary: Int32Array;
  readonly drive_radPerSPerT: Float64Array;
}

/**
 * Densities [size, size] of all blocks one after another, from `offset` on: Re rho_ik at i * size + k for i <= k, Im rho_ik at k * size + i for i < k.
 */
export interface JoinedSystem {
  readonly space: SpinSpace;
  /** [sector][block]. */
  readonly offset: readonly (readonly number[])[];
  readonly generator: RealGenerator;
}

/** Elements of the density of joined spins: the sum of the squares of all blocks. */
export function joinedElements({ sectors }: SpinSpace): number {
  let size = 0;
  for (const { blocks } of sectors) for (const block of blocks) size += block.size * block.size;
  return size;
}

/** Throws `unsupported` where equivalent spins relax differently or the density is too large. Redfield rates are not for joined spins. */
export function joinedSystem(spins: Spins, relaxation: Exclude<Relaxation, { model: 'redfield' }>): JoinedSystem {
  // Equal spins above 1/2 may also hold coherences between multiplets of different K: they stay by themselves.
  const apart = spins.labels.map((_, k) => k).filter((k) => spins.twiceSpin[k]! > 1);
  const space = makeSpinSpace(spins, { heteronuclear: 'full', apart });
  const size = joinedElements(space);
  if (size > LARGEST_JOINED)
    throw new ScienceError(
      'unsupported',
      `${spins.name}: relaxation needs a density of ${size} elements, equivalent spins joined; the limit is ${LARGEST_JOINED}. Leave out spins that hardly couple to those of the transfer`,
    );
  const offset: number[][] = [];
  let next = 0;
  for (const { blocks } of space.sectors) {
    offset.push(blocks.map((block) => (next += block.size * block.size) - block.size * block.size));
  }
  const rates = space.groups.map((group) =>
    groupRates(spins.twiceSpin[group[0]!]!, group.length, alikeTimes(spins, group, relaxation)),
  );
  return { space, offset, generator: generatorOf(space, offset, rates, size) };
}

function alikeTimes(
  spins: Spins,
  group: readonly number[],
  relaxation: Exclude<Relaxation, { model: 'redfield' }>,
): SpinTimes {
  const t1 = timesOf(spins, relaxation.T1_s, 'T1_s');
  const t2 = relaxation.model === 'T1T2' ? timesOf(spins, relaxation.T2_s, 'T2_s') : undefined;
  if (t2 !== undefined && spins.twiceSpin.some((twice) => twice !== 1))
    throw new ScienceError('unsupported', 'the T1T2 model is for spins 1/2; take randomFields');
  const first = group[0]!;
  for (const k of group) {
    if (t1[k] !== t1[first] || t2?.[k] !== t2?.[first])
      throw new ScienceError(
        'unsupported',
        `${spins.labels[first]} and ${spins.labels[k]} are equivalent but relax differently; give them the same times`,
        { where: 'relaxation' },
      );
  }
  return { T1_s: t1[first]!, ...(t2 === undefined ? {} : { T2_s: t2[first]! }) };
}

/** Where a product of group states stands: block and place in it, by the number of the state in its sector. */
interface Places {
  readonly stride: readonly number[];
  readonly block: Int32Array;
  readonly place: Int32Array;
}

function placesOf(space: SpinSpace, s: number): Places {
  const { twiceK, blocks } = space.sectors[s]!;
  const stride = twiceK.map((_, g) => twiceK.slice(g + 1).reduce((product, k) => product * (k + 1), 1));
  const states = twiceK.reduce((product, k) => product * (k + 1), 1);
  const block = new Int32Array(states),
    place = new Int32Array(states);
  blocks.forEach((one, b) => {
    for (let i = 0; i < one.size; i++) {
      const state = stateNumber(one, i, twiceK, stride);
      block[state] = b;
      place[state] = i;
    }
  });
  return { stride, block, place };
}

function stateNumber(
  { twiceProjection }: Block,
  i: number,
  twiceK: readonly number[],
  stride: readonly number[],
): number {
  const n = twiceK.length;
  return stride.reduce((sum, step, g) => sum + (step * (twiceK[g]! - twiceProjection[i * n + g]!)) / 2, 0);
}

function generatorOf(
  space: SpinSpace,
  offset: JoinedSystem['offset'],
  rates: readonly (readonly GroupRate[])[],
  size: number,
): RealGenerator {
  const sums: Map<number, number>[] = Array.from({ length: size }, () => new Map<number, number>());
  const add = (row: number, column: number, value: number): void => {
    sums[row]!.set(column, (sums[row]!.get(column) ?? 0) + value);
  };
  const real: number[] = [],
    imaginary: number[] = [],
    drive: number[] = [];
  const places = space.sectors.map((_, s) => placesOf(space, s));
  const sectorAt = new Map(space.sectors.map(({ twiceK }, s) => [twiceK.join(), s]));
  const gains = rates.map(byTarget);
  space.sectors.forEach(({ twiceK, blocks }, s) => {
    blocks.forEach((block, b) => {
      const { size: n, a_Hz, d_HzPerT, twiceProjection } = block;
      const base = offset[s]![b]!;
      const groups = twiceK.length;
      for (let i = 0; i < n; i++) {
        for (let k = i; k < n; k++) {
          const re = base + i * n + k,
            im = i === k ? -1 : base + k * n + i;
          // -2 pi i (A rho - rho A)
          for (let l = 0; l < n; l++) {
            const left = 2 * Math.PI * a_Hz[i * n + l]!,
              right = 2 * Math.PI * a_Hz[l * n + k]!;
            if (left !== 0) addProduct(l, k, left);
            if (right !== 0) addProduct(i, l, -right);
          }
          if (im >= 0) {
            real.push(re);
            imaginary.push(im);
            drive.push(2 * Math.PI * (d_HzPerT[i]! - d_HzPerT[k]!));
          }
          for (let g = 0; g < groups; g++) {
            const key = targetKey(twiceK[g]!, twiceProjection[i * groups + g]!, twiceProjection[k * groups + g]!);
            for (const { fromK, fromM, rate_perS } of gains[g]!.get(key) ?? []) {
              const kinds = fromK === twiceK[g] ? twiceK : twiceK.with(g, fromK);
              const from = fromK === twiceK[g] ? s : sectorAt.get(kinds.join())!;
              const { stride, block: blockAt, place } = places[from]!;
              const number = (row: number, m: number): number =>
                stride.reduce(
                  (sum, step, h) => sum + (step * (kinds[h]! - (h === g ? m : twiceProjection[row * groups + h]!))) / 2,
                  0,
                );
              const [bra, ket] = [number(i, fromM[0]), number(k, fromM[1])];
              const at = blockAt[bra]!;
              const there = space.sectors[from]!.blocks[at]!.size;
              const [p, q] = [place[bra]!, place[ket]!];
              const home = offset[from]![at]!;
              add(re, home + Math.min(p, q) * there + Math.max(p, q), rate_perS);
              if (im >= 0 && p !== q)
                add(im, home + Math.max(p, q) * there + Math.min(p, q), p < q ? rate_perS : -rate_perS);
            }
          }
          /** Adds -i factor rho_pq to the derivative of this element. */
          function addProduct(p: number, q: number, factor: number): void {
            if (p !== q) add(re, base + Math.max(p, q) * n + Math.min(p, q), p < q ? factor : -factor);
            if (im >= 0) add(im, base + Math.min(p, q) * n + Math.max(p, q), -factor);
          }
        }
      }
    });
  });
  const rowStart = new Int32Array(size + 1);
  const column: number[] = [],
    value: number[] = [];
  sums.forEach((row, i) => {
    for (const [k, sum] of [...row].sort((a, b) => a[0] - b[0])) {
      if (sum === 0) continue;
      column.push(k);
      value.push(sum);
    }
    rowStart[i + 1] = column.length;
  });
  return {
    size,
    rowStart,
    column: Int32Array.from(column),
    value: Float64Array.from(value),
    real: Int32Array.from(real),
    imaginary: Int32Array.from(imaginary),
    drive_radPerSPerT: Float64Array.from(drive),
  };
}

const targetKey = (k: number, m: number, n: number): number => (k * 1024 + (m + k)) * 1024 + (n + k);

function byTarget(rates: readonly GroupRate[]): Map<number, GroupRate[]> {
  const out = new Map<number, GroupRate[]>();
  for (const rate of rates) {
    const key = targetKey(rate.twiceK, ...rate.twiceM);
    if (!out.has(key)) out.set(key, []);
    out.get(key)!.push(rate);
  }
  return out;
}

/** A state of the space of joined spins as a vector. */
export function joinedVector({ space, offset, generator }: JoinedSystem, state: CollectiveState): Float64Array {
  const out = new Float64Array(generator.size);
  space.sectors.forEach(({ blocks }, s) =>
    blocks.forEach(({ size }, b) => {
      const rho = state.densities[s]![b]!;
      for (let i = 0; i < size; i++)
        for (let k = i; k < size; k++) {
          out[offset[s]![b]! + i * size + k] = rho[2 * (i * size + k)]!;
          if (k > i) out[offset[s]![b]! + k * size + i] = rho[2 * (i * size + k) + 1]!;
        }
    }),
  );
  return out;
}

/** The inverse of `joinedVector`. */
export function joinedState({ space, offset }: JoinedSystem, vector: Float64Array): CollectiveState {
  return {
    densities: space.sectors.map(({ blocks }, s) =>
      blocks.map(({ size }, b) => {
        const out = new Float64Array(2 * size * size);
        const base = offset[s]![b]!;
        for (let i = 0; i < size; i++)
          for (let k = i; k < size; k++) {
            out[2 * (i * size + k)] = out[2 * (k * size + i)] = vector[base + i * size + k]!;
            if (k === i) continue;
            out[2 * (i * size + k) + 1] = vector[base + k * size + i]!;
            out[2 * (k * size + i) + 1] = -vector[base + k * size + i]!;
          }
        return out;
      }),
    ),
  };
}
