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

/** Pieces that go through all rows before the next: small enough for the nearest cache. */
const CHUNK = 512;

/** rows = matrix * rows. */
export function stepDeviations(deviations: Deviations, matrix: Float64Array): void {
  if (!deviations.differs) return;
  const { rows, spare } = deviations;
  const n = rows.length;
  const nPieces = deviations.pieces.voxels.length;
  for (let from = 0; from < nPieces; from += CHUNK) {
    const to = Math.min(nPieces, from + CHUNK);
    for (let i = 0; i < n; i++) {
      const out = spare[i]!;
      out.fill(0, from, to);
      for (let j = 0; j < n; j++) addScaled(out, rows[j]!, matrix[i * n + j]!, from, to);
    }
  }
  for (let i = 0; i < n; i++) [rows[i], spare[i]] = [spare[i]!, rows[i]!];
}

function addScaled(out: Float64Array, row: Float64Array, factor: number, from: number, to: number): void {
  if (factor === 0) return;
  for (let k = from; k < to; k++) out[k] = out[k]! + factor * row[k]!;
}

/**
 * Share of a pool's label that an excitation keeps on average over the pieces; `kept` per voxel, `common` the label of the animal's space
 * per mL of tissue. Where there is no label, the average of `kept` itself.
 */
export function meanKept({ pieces, rows }: Deviations, pool: number, kept: Float64Array, common: number): number {
  const row = rows[pool]!;
  const { voxels, shares } = pieces;
  let before = 0;
  let after = 0;
  let volume = 0;
  let plain = 0;
  for (let k = 0; k < voxels.length; k++) {
    const share = shares[k]!;
    const factor = kept[voxels[k]!]!;
    const label = share * (common + row[k]!);
    before += label;
    after += label * factor;
    volume += share;
    plain += share * factor;
  }
  return before > 0 ? after / before : plain / volume;
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
  const { voxels } = deviations.pieces;
  if (typeof kept === 'number') {
    const shift = kept * commonBefore - commonAfter;
    if (shift === 0 && !deviations.differs) return;
    for (let k = 0; k < row.length; k++) row[k] = kept * row[k]! + shift;
  } else {
    for (let k = 0; k < row.length; k++) row[k] = kept[voxels[k]!]! * (commonBefore + row[k]!) - commonAfter;
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
