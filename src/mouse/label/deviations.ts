// Label in voxels, kept as its deviation from the animal's own space: that obeys the same rates without inflow, so one small matrix steps
// every voxel of a tissue, whatever flows in. Without a B1 map the deviations of organs that the coil sees whole are zero.

/** Pieces of one tissue, each in a voxel. */
export interface Pieces {
  readonly voxels: Int32Array;
  /** Share of the voxel. */
  readonly shares: Float64Array;
}

export interface Deviations {
  readonly pieces: Pieces;
  /** [pool][piece], umol times polarization per mL of tissue. */
  readonly rows: Float64Array[];
  /** False where all are zero. */
  differs: boolean;
  readonly spare: Float64Array[];
}

export function noDeviations(pieces: Pieces, nPools: number): Deviations {
  const make = (): Float64Array[] => Array.from({ length: nPools }, () => new Float64Array(pieces.voxels.length));
  return { pieces, rows: make(), spare: make(), differs: false };
}

/** rows = matrix * rows. */
export function stepDeviations(deviations: Deviations, matrix: Float64Array): void {
  if (!deviations.differs) return;
  const { rows, spare } = deviations;
  if (rows.length === 6) stepSix(rows, spare, matrix);
  else stepAny(rows, spare, matrix);
  for (let i = 0; i < rows.length; i++) [rows[i], spare[i]] = [spare[i]!, rows[i]!];
}

function stepAny(rows: readonly Float64Array[], out: readonly Float64Array[], matrix: Float64Array): void {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const target = out[i]!.fill(0);
    for (let j = 0; j < n; j++) {
      const factor = matrix[i * n + j]!;
      const row = rows[j]!;
      if (factor !== 0) for (let k = 0; k < row.length; k++) target[k] = target[k]! + factor * row[k]!;
    }
  }
}

/** Three lines in two compartments, what most label is: two rows of the matrix at a time, so that each piece is read three times, not six (2x faster). */
function stepSix(rows: readonly Float64Array[], out: readonly Float64Array[], matrix: Float64Array): void {
  const [r0, r1, r2, r3, r4, r5] = rows as readonly [
    Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array,
  ]; // prettier-ignore
  for (let i = 0; i < 6; i += 2) {
    const [a0, a1, a2, a3, a4, a5, b0, b1, b2, b3, b4, b5] = matrix.subarray(6 * i, 6 * i + 12);
    const first = out[i]!;
    const second = out[i + 1]!;
    for (let k = 0; k < r0.length; k++) {
      const x0 = r0[k]!;
      const x1 = r1[k]!;
      const x2 = r2[k]!;
      const x3 = r3[k]!;
      const x4 = r4[k]!;
      const x5 = r5[k]!;
      first[k] = a0! * x0 + a1! * x1 + a2! * x2 + a3! * x3 + a4! * x4 + a5! * x5;
      second[k] = b0! * x0 + b1! * x1 + b2! * x2 + b3! * x3 + b4! * x4 + b5! * x5;
    }
  }
}

/** The values of a map at the voxels of the pieces. */
export function gathered({ voxels }: Pieces, map: Float64Array): Float64Array {
  const values = new Float64Array(voxels.length);
  for (let k = 0; k < voxels.length; k++) values[k] = map[voxels[k]!]!;
  return values;
}

/**
 * Share of a pool's label that an excitation keeps on average over the pieces; `kept` per piece, `common` the label of the animal's space
 * per mL of tissue. Where there is no label, the average of `kept` itself.
 */
export function meanKept({ pieces, rows }: Deviations, pool: number, kept: Float64Array, common: number): number {
  const row = rows[pool]!;
  const { shares } = pieces;
  let before = 0;
  let after = 0;
  for (let k = 0; k < row.length; k++) {
    const label = shares[k]! * (common + row[k]!);
    before += label;
    after += label * kept[k]!;
  }
  if (before > 0) return after / before;
  let volume = 0;
  let plain = 0;
  for (let k = 0; k < row.length; k++) {
    volume += shares[k]!;
    plain += shares[k]! * kept[k]!;
  }
  return plain / volume;
}

/** After an excitation that left `commonAfter` in the animal's space: piece by piece what is kept of all label, less that. */
export function exciteDeviations(
  deviations: Deviations,
  pool: number,
  kept: number | Float64Array,
  commonBefore: number,
  commonAfter: number,
): void {
  const row = deviations.rows[pool]!;
  if (typeof kept === 'number') {
    const shift = kept * commonBefore - commonAfter;
    if (shift === 0 && !deviations.differs) return;
    for (let k = 0; k < row.length; k++) row[k] = kept * row[k]! + shift;
  } else {
    for (let k = 0; k < row.length; k++) row[k] = kept[k]! * (commonBefore + row[k]!) - commonAfter;
  }
  deviations.differs = true;
}

/** out[voxel] += share * (common + deviation). */
export function addLabelInto(
  out: Float64Array,
  { pieces, rows, differs }: Deviations,
  pool: number,
  common: number,
): void {
  const { voxels, shares } = pieces;
  const row = rows[pool]!;
  if (differs)
    for (let k = 0; k < row.length; k++) out[voxels[k]!] = out[voxels[k]!]! + shares[k]! * (common + row[k]!);
  else for (let k = 0; k < row.length; k++) out[voxels[k]!] = out[voxels[k]!]! + shares[k]! * common;
}
