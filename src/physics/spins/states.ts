// Starting states, as the part that differs from complete disorder: rho = 1/N + f (sigma - 1/N).
// `CollectiveState` keeps, for each block, the density summed over the copies of its sector: all that operators of whole groups can see.
import { ScienceError } from '../../base/index.ts';
import { ladder, type Block, type Sector, type SpinSpace } from './space.ts';

export interface CollectiveState {
  /** [sector][block]: Hermitian [size, size], interleaved complex, summed over copies; all traces add up to 1. */
  readonly densities: readonly (readonly Float64Array[])[];
}

/** The two spins a system names as para, or an error that says how to name them. */
export function paraPair(space: SpinSpace): readonly [number, number] {
  const { para, name, twiceSpin } = space.spins;
  if (!para)
    throw new ScienceError('argument', `${name} does not say which two spins were parahydrogen; add para: [A, B]`);
  if (twiceSpin[para[0]] !== 1 || twiceSpin[para[1]] !== 1)
    throw new ScienceError('argument', `${name}: para spins must be spins 1/2`);
  return para;
}

/**
 * Pure singlet on the para pair, all other spins in disorder: (1/4 - Ia.Ib) over the number of states of the others.
 * Summed over copies, Ia acts as K_g / n_g (the trace over the multiplicity space is the same for every member of a group).
 */
export function singletState(space: SpinSpace): CollectiveState {
  const [a, b] = paraPair(space);
  const ga = space.groups.findIndex((group) => group.includes(a)),
    gb = space.groups.findIndex((group) => group.includes(b));
  const others = space.spins.dimension / 4;
  return {
    densities: space.sectors.map((sector) =>
      sector.blocks.map((block) => {
        const { size } = block;
        const out = new Float64Array(2 * size * size);
        const copies = sector.copies.length;
        let inner = 0;
        if (ga === gb) {
          const n = space.groups[ga]!.length,
            k = sector.twiceK[ga]! / 2;
          inner = (k * (k + 1) - 0.75 * n) / (n * (n - 1));
        } else
          scalarProductInto(
            out,
            space,
            sector,
            block,
            ga,
            gb,
            -copies / (space.groups[ga]!.length * space.groups[gb]!.length * others),
          );
        for (let i = 0; i < size; i++) out[2 * (i * size + i)]! += (copies * (0.25 - inner)) / others;
        return out;
      }),
    ),
  };
}

/** out += factor K_g.K_h for two different groups. */
function scalarProductInto(
  out: Float64Array,
  space: SpinSpace,
  sector: Sector,
  block: Block,
  g: number,
  h: number,
  factor: number,
): void {
  const { size, twiceProjection: m } = block;
  const n = space.groups.length;
  for (let i = 0; i < size; i++) {
    const mg = m[i * n + g]!,
      mh = m[i * n + h]!;
    out[2 * (i * size + i)]! += (factor * mg * mh) / 4;
    for (let k = 0; k < size; k++) {
      // k = i with g up and h down, everything else equal
      if (m[k * n + g] !== mg + 2 || m[k * n + h] !== mh - 2) continue;
      let same = true;
      for (let l = 0; l < n && same; l++) same = l === g || l === h || m[k * n + l] === m[i * n + l];
      if (!same) continue;
      const element = factor * 0.5 * ladder(sector.twiceK[g]!, mg) * ladder(sector.twiceK[h]!, mh - 2);
      out[2 * (k * size + i)]! += element;
      out[2 * (i * size + k)]! += element;
    }
  }
}

/** Trace of a state against a diagonal operator of the groups: sum over blocks of rho_ii value(i). */
export function expectDiagonal(
  space: SpinSpace,
  state: CollectiveState,
  value: (block: Block, i: number) => number,
): number {
  let sum = 0;
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      const rho = state.densities[s]![b]!;
      for (let i = 0; i < block.size; i++) sum += rho[2 * (i * block.size + i)]! * value(block, i);
    }),
  );
  return sum;
}

/** Mean polarization of the spins of each group, <Kz>/(n I): 2<Iz> for spins 1/2. */
export function groupPolarizations(space: SpinSpace, state: CollectiveState): Float64Array {
  return populationPolarizations(space, (s, b) => {
    const rho = state.densities[s]![b]!;
    const { size } = space.sectors[s]!.blocks[b]!;
    return Float64Array.from({ length: size }, (_, i) => rho[2 * (i * size + i)]!);
  });
}

/** The same from the populations of the states of each block. */
export function populationPolarizations(
  space: SpinSpace,
  populations: (sector: number, block: number) => Float64Array,
): Float64Array {
  const nGroups = space.groups.length;
  const out = new Float64Array(nGroups);
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      populations(s, b).forEach((population, i) => {
        for (let g = 0; g < nGroups; g++) out[g]! += population * block.twiceProjection[i * nGroups + g]!;
      });
    }),
  );
  return out.map((sum, g) => sum / (space.groups[g]!.length * space.spins.twiceSpin[space.groups[g]![0]!]!));
}
