// The Hilbert space of a spin system, cut into sectors (one total spin per group) and blocks of equal total projection M.
// H = A + B D in each block: A real symmetric from the couplings, D diagonal from the Zeeman terms, B the field along z.
import { ScienceError } from '../../base/index.ts';
import { equivalentGroups } from './groups.ts';
import { multipletsOf, power, type Multiplet } from './multiplets.ts';
import type { Spins } from './system.ts';

/** States of one total projection M within a sector. */
export interface Block {
  readonly twiceM: number;
  readonly size: number;
  /** [size, size] row-major: the couplings, independent of the field. */
  readonly a_Hz: Float64Array;
  /** [size]: Zeeman frequency per tesla, -sum gamma m / 2 pi. */
  readonly d_HzPerT: Float64Array;
  /** [size, groups]: twice the projection of each group. */
  readonly twiceProjection: Int32Array;
}

/** One way to realise a sector: a multiplet in each group. All copies of a sector share its blocks, up to a constant energy. */
export interface Copy {
  readonly multiplets: readonly Multiplet[];
  readonly energy_Hz: number;
}

export interface Sector {
  /** Twice the total spin of each group. */
  readonly twiceK: readonly number[];
  readonly copies: readonly Copy[];
  /** From the highest M to the lowest. */
  readonly blocks: readonly Block[];
}

export interface SpinSpace {
  readonly spins: Spins;
  readonly groups: readonly (readonly number[])[];
  readonly sectors: readonly Sector[];
  /** `full` I.I between different isotopes (ultralow field), or only Iz Iz of it (`secular`, high field). */
  readonly heteronuclear: 'full' | 'secular';
}

export interface SpaceSettings {
  readonly heteronuclear: 'full' | 'secular';
  /** Join magnetically equivalent spins; `false` only to check that it changes nothing. */
  readonly composite?: boolean;
  /** Spins kept out of their group: what the starting state singles out, when each spin of a group is asked for by itself. */
  readonly apart?: readonly number[];
}

/** Largest sum of block matrices that is built, in bytes; beyond it the system is refused with the size it would need. */
export const SPACE_LIMIT_bytes = 1.5e9;

/** The space of `spins`. Throws `unsupported` with the size it would need where that is beyond `SPACE_LIMIT_bytes`. */
export function makeSpinSpace(spins: Spins, settings: SpaceSettings): SpinSpace {
  const groups =
    settings.composite === false ? spins.labels.map((_, i) => [i]) : equivalentGroups(spins, settings.apart);
  for (const group of groups) {
    const size = power(spins.twiceSpin[group[0]!]! + 1, group.length);
    if (size > 1024) refuse(spins, size * size * 8);
  }
  const multiplets = groups.map((group) => {
    const n = group.length;
    const inner = new Float64Array(n * n);
    group.forEach((i, a) => group.forEach((k, b) => (inner[a * n + b] = spins.j_Hz[i * spins.n + k]!)));
    return multipletsOf(spins.twiceSpin[group[0]!]!, n, inner);
  });
  const choices = groups.map((_, g) => [...new Set(multiplets[g]!.map((one) => one.twiceK))]);
  const kinds = combinations(choices);
  refuseIfTooLarge(spins, kinds);
  const sectors = kinds.map((twiceK): Sector => {
    const copies = combinations(twiceK.map((k, g) => multiplets[g]!.filter((one) => one.twiceK === k)));
    return {
      twiceK,
      copies: copies.map((chosen) => ({
        multiplets: chosen,
        energy_Hz: chosen.reduce((sum, one) => sum + one.energy_Hz, 0),
      })),
      blocks: blocksOf(spins, groups, twiceK, settings.heteronuclear),
    };
  });
  return { spins, groups, sectors, heteronuclear: settings.heteronuclear };
}

function blocksOf(
  spins: Spins,
  groups: SpinSpace['groups'],
  twiceK: readonly number[],
  heteronuclear: string,
): readonly Block[] {
  const nGroups = groups.length;
  const size = twiceK.reduce((product, k) => product * (k + 1), 1);
  const stride = twiceK.map((_, g) => twiceK.slice(g + 1).reduce((product, k) => product * (k + 1), 1));
  const twiceM = (state: number, g: number): number =>
    twiceK[g]! - 2 * (Math.floor(state / stride[g]!) % (twiceK[g]! + 1));
  const byM = new Map<number, number[]>();
  for (let state = 0; state < size; state++) {
    let total = 0;
    for (let g = 0; g < nGroups; g++) total += twiceM(state, g);
    if (!byM.has(total)) byM.set(total, []);
    byM.get(total)!.push(state);
  }
  return [...byM.keys()]
    .sort((a, b) => b - a)
    .map((total): Block => {
      const states = byM.get(total)!;
      const d = states.length;
      const at = new Map(states.map((state, i) => [state, i]));
      const a_Hz = new Float64Array(d * d),
        d_HzPerT = new Float64Array(d),
        twiceProjection = new Int32Array(d * nGroups);
      states.forEach((state, i) => {
        for (let g = 0; g < nGroups; g++) {
          const first = groups[g]![0]!;
          const mg = twiceM(state, g);
          twiceProjection[i * nGroups + g] = mg;
          d_HzPerT[i]! -= (spins.gamma_radPerSPerT[first]! * (1 + 1e-6 * spins.shift_ppm[first]!) * mg) / (4 * Math.PI);
          for (let h = 0; h < nGroups; h++) {
            const second = groups[h]![0]!;
            const j = h === g ? 0 : spins.j_Hz[first * spins.n + second]!;
            if (j === 0) continue;
            const mh = twiceM(state, h);
            if (h > g) a_Hz[i * d + i]! += (j * mg * mh) / 4;
            if (heteronuclear === 'secular' && spins.isotopes[first] !== spins.isotopes[second]) continue;
            if (mg === twiceK[g] || mh === -twiceK[h]!) continue;
            const to = at.get(state - stride[g]! + stride[h]!)!; // g up, h down
            a_Hz[to * d + i]! += 0.5 * j * ladder(twiceK[g]!, mg) * ladder(twiceK[h]!, mh - 2);
          }
        }
      });
      return { twiceM: total, size: d, a_Hz, d_HzPerT, twiceProjection };
    });
}

/** <K, m+1| K+ |K, m>, with twice the quantum numbers. */
export function ladder(twiceK: number, twiceM: number): number {
  return 0.5 * Math.sqrt((twiceK - twiceM) * (twiceK + twiceM + 2));
}

function combinations<T>(choices: readonly (readonly T[])[]): T[][] {
  return choices.reduce<T[][]>((all, some) => all.flatMap((start) => some.map((one) => [...start, one])), [[]]);
}

function refuseIfTooLarge(spins: Spins, kinds: readonly (readonly number[])[]): void {
  let bytes = 0;
  for (const twiceK of kinds) {
    let counts = [1];
    for (const k of twiceK) {
      const next = new Array<number>(counts.length + k).fill(0);
      counts.forEach((count, i) => {
        for (let m = 0; m <= k; m++) next[i + m]! += count;
      });
      counts = next;
    }
    bytes += counts.reduce((sum, count) => sum + 8 * count * count, 0);
  }
  if (bytes > SPACE_LIMIT_bytes) refuse(spins, bytes);
}

function refuse(spins: Spins, bytes: number): never {
  throw new ScienceError(
    'unsupported',
    `${spins.name}: ${spins.n} spins need ${(bytes / 1e9).toPrecision(3)} GB of matrices; the limit is ${SPACE_LIMIT_bytes / 1e9} GB. ` +
      'Leave out spins that do not couple, or give equivalent spins equal couplings so that they are joined',
  );
}
