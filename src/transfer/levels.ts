// Energy levels against field, with what each level is made of.
import { symmetricEigen, symmetricValues } from '../math/complex/index.ts';
import type { Block, Sector, SpinSpace } from '../physics/spins/index.ts';
import { blockHamiltonian_Hz } from './start.ts';

export interface Level {
  readonly sector: number;
  readonly block: number;
  /** Place in its block, 0 = lowest energy. */
  readonly index: number;
  /** Total projection. */
  readonly m: number;
  readonly energy_Hz: number;
  /** How many times the level occurs (copies of its sector). */
  readonly copies: number;
  /** Amplitudes over the states of the block. */
  readonly vector: Float64Array;
  /** Mean polarization of each group in this level, 2<Iz> for spins 1/2. */
  readonly polarizations: Float64Array;
}

/** All levels at a field, sector by sector, highest M first, energies rising within a block. Energies inside groups are left out. */
export function levelsAt(space: SpinSpace, field_T: number): readonly Level[] {
  const nGroups = space.groups.length;
  return space.sectors.flatMap((sector, s) =>
    sector.blocks.flatMap((block, b) => {
      const { size } = block;
      const { values, vectors } = symmetricEigen(blockHamiltonian_Hz(block, field_T), size);
      return Array.from({ length: size }, (_, index): Level => {
        const vector = Float64Array.from({ length: size }, (_, i) => vectors[i * size + index]!);
        const polarizations = Float64Array.from(space.groups, (group, g) => {
          let sum = 0;
          for (let i = 0; i < size; i++) sum += vector[i]! * vector[i]! * block.twiceProjection[i * nGroups + g]!;
          return sum / (group.length * space.spins.twiceSpin[group[0]!]!);
        });
        return {
          sector: s,
          block: b,
          index,
          m: block.twiceM / 2,
          energy_Hz: values[index]!,
          copies: sector.copies.length,
          vector,
          polarizations,
        };
      });
    }),
  );
}

/** The energies alone, in the order of `levelsAt`. */
export function levelEnergies_Hz(space: SpinSpace, field_T: number): Float64Array {
  const blocks = space.sectors.flatMap((sector) => sector.blocks);
  return Float64Array.from(
    blocks.flatMap((block) => [...symmetricValues(blockHamiltonian_Hz(block, field_T), block.size)]),
  );
}

/**
 * What a level is made of: weights by name, largest first. Where the para spins stand alone their part is named S0, T+1, T0, T-1;
 * other spins 1/2 are alpha or beta, composite spins `(K m)`.
 */
export function levelWeights(
  space: SpinSpace,
  level: Level,
): readonly { readonly name: string; readonly weight: number }[] {
  const sector = space.sectors[level.sector]!;
  const block = sector.blocks[level.block]!;
  const pair = singletPair(space);
  const weights = new Map<string, number>();
  const add = (name: string, weight: number): void => void weights.set(name, (weights.get(name) ?? 0) + weight);
  for (let i = 0; i < block.size; i++) {
    const rest = restName(space, sector, block, i, pair);
    const here = level.vector[i]!;
    if (!pair) {
      add(rest, here * here);
      continue;
    }
    const ma = projection(space, block, i, pair[0]),
      mb = projection(space, block, i, pair[1]);
    if (ma === mb) {
      add((ma > 0 ? 'T+1' : 'T-1') + rest, here * here);
    } else if (ma > 0) {
      const partner = partnerOf(space, block, i, pair);
      const there = level.vector[partner]!;
      add('S0' + rest, (here - there) ** 2 / 2);
      add('T0' + rest, (here + there) ** 2 / 2);
    }
  }
  return [...weights].map(([name, weight]) => ({ name, weight })).sort((a, b) => b.weight - a.weight);
}

/** The groups of the two para spins, where each stands alone. */
function singletPair(space: SpinSpace): readonly [number, number] | undefined {
  const { para } = space.spins;
  if (!para) return undefined;
  const at = para.map((spin) => space.groups.findIndex((group) => group.length === 1 && group[0] === spin));
  return at[0]! >= 0 && at[1]! >= 0 ? [at[0]!, at[1]!] : undefined;
}

function projection(space: SpinSpace, block: Block, i: number, g: number): number {
  return block.twiceProjection[i * space.groups.length + g]!;
}

/** The state with the two para projections exchanged. */
function partnerOf(space: SpinSpace, block: Block, i: number, [a, b]: readonly [number, number]): number {
  const n = space.groups.length;
  for (let k = 0; k < block.size; k++) {
    let same =
      projection(space, block, k, a) === projection(space, block, i, b) &&
      projection(space, block, k, b) === projection(space, block, i, a);
    for (let g = 0; g < n && same; g++)
      same = g === a || g === b || projection(space, block, k, g) === projection(space, block, i, g);
    if (same) return k;
  }
  return i;
}

function restName(
  space: SpinSpace,
  sector: Sector,
  block: Block,
  i: number,
  pair: readonly [number, number] | undefined,
): string {
  let name = '';
  for (let g = 0; g < space.groups.length; g++) {
    if (pair?.includes(g)) continue;
    const m = projection(space, block, i, g),
      k = sector.twiceK[g]!;
    if (k === 1 && space.groups[g]!.length === 1) name += m > 0 ? 'alpha' : 'beta';
    else name += `(${half(k)} ${m > 0 ? '+' : ''}${half(m)})`;
  }
  return name;
}

function half(twice: number): string {
  return twice % 2 === 0 ? String(twice / 2) : `${twice}/2`;
}
