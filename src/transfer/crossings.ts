// Avoided crossings: fields where two neighbouring levels of one block come closest.
import { ScienceError } from '../base/index.ts';
import { symmetricValues } from '../math/complex/index.ts';
import { makeMatrixKernel, type EigenRows, type MatrixKernel } from '../math/fast/index.ts';
import type { Block, SpinSpace } from '../physics/spins/index.ts';
import { blockHamiltonian_Hz } from './start.ts';

export interface AvoidedCrossing {
  readonly sector: number;
  readonly block: number;
  readonly m: number;
  /** The lower of the two levels, counted from 0 in its block by energy. */
  readonly lower: number;
  readonly field_T: number;
  readonly gap_Hz: number;
  /** How far the two levels exchange their character across it, 0..1: near 1, sweeping slowly turns one state into the other. */
  readonly exchange: number;
}

/** Closest approaches between `from_T` and `to_T`, found on `samples` fields and refined; the ends of the range do not count. Sorted by field. */
export function avoidedCrossings(
  space: SpinSpace,
  from_T: number,
  to_T: number,
  samples = 400,
): readonly AvoidedCrossing[] {
  if (!(to_T > from_T) || !(samples >= 8))
    throw new ScienceError('argument', `a field range from ${from_T} to ${to_T} T with ${samples} samples`);
  const out: AvoidedCrossing[] = [];
  space.sectors.forEach((sector, s) =>
    sector.blocks.forEach((block, b) => {
      if (block.size < 2) return;
      const fields = Array.from({ length: samples }, (_, i) => from_T + ((to_T - from_T) * i) / (samples - 1));
      const energies = fields.map((field) => symmetricValues(blockHamiltonian_Hz(block, field), block.size));
      for (let lower = 0; lower + 1 < block.size; lower++) {
        const gaps = energies.map((e) => e[lower + 1]! - e[lower]!);
        for (let i = 1; i + 1 < samples; i++) {
          if (!(gaps[i]! < gaps[i - 1]! && gaps[i]! <= gaps[i + 1]!)) continue;
          const field_T = closestField(block, lower, fields[i - 1]!, fields[i + 1]!);
          const gap_Hz = gapAt(block, lower, field_T);
          if (gap_Hz < 1e-9) continue; // a true crossing: nothing couples the two
          out.push({
            sector: s,
            block: b,
            m: block.twiceM / 2,
            lower,
            field_T,
            gap_Hz,
            exchange: exchangeAt(block, lower, field_T, gap_Hz),
          });
        }
      }
    }),
  );
  return out.sort((a, b) => a.field_T - b.field_T);
}

let kernel: MatrixKernel | undefined;
function eigenAt(block: Block, field_T: number): EigenRows {
  return (kernel ??= makeMatrixKernel()).eigen(blockHamiltonian_Hz(block, field_T), block.size);
}

function gapAt(block: Block, lower: number, field_T: number): number {
  const values = symmetricValues(blockHamiltonian_Hz(block, field_T), block.size);
  return values[lower + 1]! - values[lower]!;
}

/** Half of d gap^2 / dB, a straight line across a crossing however narrow; d gap / dB by Hellmann and Feynman, as differences of energies would drown in rounding. */
function slopeAt(block: Block, lower: number, field_T: number): number {
  const { values, rows } = eigenAt(block, field_T);
  const at = lower * block.size;
  let slope = 0;
  for (let i = 0; i < block.size; i++) {
    const a = rows[at + i]!,
      b = rows[at + block.size + i]!;
    slope += block.d_HzPerT[i]! * (b * b - a * a);
  }
  return (values[lower + 1]! - values[lower]!) * slope;
}

/** Where the slope of the squared gap changes sign, by false position with the Illinois weights, and by bisection where that stalls. */
function closestField(block: Block, lower: number, left_T: number, right_T: number): number {
  let left = left_T,
    right = right_T,
    below = slopeAt(block, lower, left),
    above = slopeAt(block, lower, right),
    side = 0,
    last = NaN;
  for (let k = 0; k < 60 && right - left > 1e-15 * Math.max(Math.abs(left), Math.abs(right)); k++) {
    const straight = below < 0 && above > 0 && (k < 8 || k % 4 !== 3);
    const middle = straight ? (left * above - right * below) / (above - below) : 0.5 * (left + right);
    const slope = slopeAt(block, lower, middle);
    if (slope === 0 || Math.abs(middle - last) <= 1e-11 * Math.abs(middle)) return middle;
    last = middle;
    if (slope < 0) {
      left = middle;
      below = slope;
      if (side < 0) above *= 0.5;
      side = -1;
    } else {
      right = middle;
      above = slope;
      if (side > 0) below *= 0.5;
      side = 1;
    }
  }
  return 0.5 * (left + right);
}

/** |<lower, left | upper, right>|^2 four half-widths to either side, with the half-width of the hyperbola that the gap follows. */
function exchangeAt(block: Block, lower: number, field_T: number, gap_Hz: number): number {
  const { size } = block;
  const step = 1e-3 * Math.max(Math.abs(field_T), 1e-9);
  const steepness = (slopeAt(block, lower, field_T + step) - slopeAt(block, lower, field_T - step)) / (2 * step);
  const reach = steepness > 0 ? (4 * gap_Hz) / Math.sqrt(steepness) : 0;
  const left = eigenAt(block, field_T - reach).rows;
  const right = eigenAt(block, field_T + reach).rows;
  let overlap = 0;
  for (let i = 0; i < size; i++) overlap += left[lower * size + i]! * right[(lower + 1) * size + i]!;
  return overlap * overlap;
}
