// The inputless fit where relaxation rates are fitted too: exact optima on a grid of them, the best few polished in all parameters together.
import { minimizeDamped, sumOfSquares, type Minimum } from '../../math/index.ts';
import type { Relaxation } from '../../records/index.ts';
import { inputlessOptimum, optimumSearch, type OptimumSearch } from './optimum.ts';
import { jacobianWidth, predictInto, type InputlessParameters, type InputlessProblem } from './problem.ts';

/** Grid points per fitted relaxation rate, by how many are fitted. */
const GRID_POINTS = [1, 9, 5, 4, 3, 3];
const N_POLISHED = 3;

/** Which columns of the model's Jacobian are free, and between which bounds. */
export interface FreeParameters {
  readonly columns: readonly number[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export function freeParameters(nProducts: number, relaxation_perS: readonly Relaxation[]): FreeParameters {
  const columns = Array.from({ length: 2 * nProducts }, (_, c) => c);
  const lower = columns.map(() => -Infinity);
  const upper = columns.map(() => Infinity);
  relaxation_perS.forEach((r1, metabolite) => {
    if (typeof r1 === 'number') return;
    columns.push(2 * nProducts + metabolite);
    lower.push(r1.low);
    upper.push(r1.high);
  });
  return { columns, lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
}

/** One exact search per point of the grid of fitted relaxation rates; one search alone where all are known. */
export function relaxationGrid(
  problem: InputlessProblem,
  relaxation_perS: readonly Relaxation[],
): readonly OptimumSearch[] {
  const nFree = relaxation_perS.filter((r1) => typeof r1 !== 'number').length;
  const nPoints = GRID_POINTS[nFree]!;
  let rows: number[][] = [[]];
  for (const r1 of relaxation_perS) {
    const values =
      typeof r1 === 'number'
        ? [r1]
        : Array.from(
            { length: nPoints },
            (_, i) => r1.low * Math.exp((Math.log(r1.high / r1.low) * i) / (nPoints - 1)),
          );
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows.map(([substrate, ...products]) => optimumSearch(problem, substrate!, products));
}

/** Parameters from the vector of free ones; the known relaxation rates come from `relaxation_perS`. */
export function unpack(
  vector: Float64Array,
  nProducts: number,
  relaxation_perS: readonly Relaxation[],
): InputlessParameters {
  let next = 2 * nProducts;
  const r1 = relaxation_perS.map((known) => (typeof known === 'number' ? known : vector[next++]!));
  return {
    rates: vector.subarray(0, nProducts),
    initialMz: vector.subarray(nProducts, 2 * nProducts),
    r1Substrate: r1[0]!,
    r1Products: r1.slice(1),
  };
}

/** Least-squares optimum with relaxation rates free in their bounds. */
export function optimumFreeRelaxation(
  problem: InputlessProblem,
  grid: readonly OptimumSearch[],
  relaxation_perS: readonly Relaxation[],
  substrateMz: Float64Array,
  products: readonly Float64Array[],
): Minimum {
  const { nTimes, nProducts } = problem;
  const free = freeParameters(nProducts, relaxation_perS);
  const starts = grid
    .map((search) => ({ search, optimum: inputlessOptimum(search, substrateMz, products) }))
    .sort((a, b) => a.optimum.cost - b.optimum.cost)
    .slice(0, N_POLISHED)
    .map(({ search, optimum }) => {
      const r1 = [search.r1Substrate, ...search.r1Products].filter((_, i) => typeof relaxation_perS[i] !== 'number');
      return Float64Array.from([...optimum.rates, ...optimum.initialMz, ...r1]);
    });
  const m = nTimes * nProducts;
  const width = jacobianWidth(nProducts);
  const full = new Float64Array(m * width);
  const n = free.columns.length;
  const model = sumOfSquares(
    (vector, residuals, jacobian) => {
      predictInto(
        residuals,
        problem,
        substrateMz,
        unpack(vector, nProducts, relaxation_perS),
        jacobian === undefined ? undefined : full,
      );
      for (let row = 0; row < m; row++)
        residuals[row] = residuals[row]! - products[Math.floor(row / nTimes)]![row % nTimes]!;
      if (jacobian === undefined) return;
      for (let row = 0; row < m; row++)
        for (let c = 0; c < n; c++) jacobian[row * n + c] = full[row * width + free.columns[c]!]!;
    },
    m,
    n,
  );
  const ends = starts.map((start) => minimizeDamped(model, start, { ...free, tolerance: 1e-12, maxSteps: 200 }));
  return ends.reduce((best, end) => (end.cost < best.cost ? end : best));
}
