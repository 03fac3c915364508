// An infinitely slow field change: populations stay with their level, levels keep their order, coherences average out.
import { adjointOf, complexFromReal, complexMultiply, symmetricEigen } from '../math/complex/index.ts';
import type { CollectiveState, SpinSpace } from '../physics/spins/index.ts';
import { blockHamiltonian_Hz } from './start.ts';

/** The state after going from `from_T` to `to_T` infinitely slowly. Levels are followed within each block of each sector, in order of energy. */
export function adiabaticLimit(
  space: SpinSpace,
  start: CollectiveState,
  from_T: number,
  to_T: number,
): CollectiveState {
  return {
    densities: space.sectors.map((sector, s) =>
      sector.blocks.map((block, b) => {
        const { size } = block;
        const rho = start.densities[s]![b]!;
        if (size === 1) return rho;
        const first = complexFromReal(symmetricEigen(blockHamiltonian_Hz(block, from_T), size).vectors);
        const last = complexFromReal(symmetricEigen(blockHamiltonian_Hz(block, to_T), size).vectors);
        const inside = complexMultiply(complexMultiply(adjointOf(first, size), rho, size), first, size);
        const populations = new Float64Array(2 * size * size);
        for (let i = 0; i < size; i++) populations[2 * (i * size + i)] = inside[2 * (i * size + i)]!;
        return complexMultiply(complexMultiply(last, populations, size), adjointOf(last, size), size);
      }),
    ),
  };
}
