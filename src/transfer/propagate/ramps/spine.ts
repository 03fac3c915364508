// What all ramps from one field share: the levels along the way, and where the way is adiabatic.
import { gaussLegendre } from '../../../math/index.ts';
import { turnsOf } from './frames.ts';
import { coupled, pointAt, pointFrom, type FieldPoint } from './field-point.ts';

/** An edge between two panels of the way. */
export interface Edge {
  readonly point: FieldPoint;
  /** Integral of each level over the field since the start, Hz T, and of its second-order shift, T per Hz. */
  readonly phase_HzT: Float64Array;
  readonly shift_TPerHz: Float64Array;
}

export interface Spine {
  readonly edges: readonly Edge[];
  /** Between edges i and i + 1: times the cube of the rate, what the frame of the slow way leaves out. */
  readonly roughness_s3PerT3: Float64Array;
  /** Between edges i and i + 1: the widest spectrum. */
  readonly width_Hz: Float64Array;
}

/** Eigenvectors turn by no more than this within a panel: the nearest crossing is then well outside its circle of convergence. */
const TURN_rad = 0.3;
const NODES = 8;
const MOST_PANELS = 4000;
/** The way of one block from `stops_T[0]` through all stops, each an edge; the stops in the order of travel. */
export function spineOf(a_Hz: Float64Array, d_HzPerT: Float64Array, stops_T: readonly number[]): Spine | undefined {
  const size = d_HzPerT.length;
  const [nodes, weights] = gaussLegendre(NODES);
  const rotation = new Float64Array(size * size);
  let point = pointAt(a_Hz, d_HzPerT, stops_T[0]!);
  const edges: Edge[] = [{ point, phase_HzT: new Float64Array(size), shift_TPerHz: new Float64Array(size) }];
  const roughness: number[] = [],
    width: number[] = [];
  const longest = Math.abs(stops_T.at(-1)! - stops_T[0]!) / 8;
  for (const stop of stops_T.slice(1)) {
    let length = Math.min(longest, Math.abs(stop - point.field_T));
    while (point.field_T !== stop) {
      const left = Math.abs(stop - point.field_T);
      const end = length >= 0.999 * left ? stop : point.field_T + Math.sign(stop - point.field_T) * length;
      const middle = pointFrom(point, 0.5 * (point.field_T + end), rotation);
      let turn = offDiagonal(rotation, size);
      const last = pointFrom(middle, end, rotation);
      turn = Math.max(turn, offDiagonal(rotation, size));
      if (turn > TURN_rad || swapped(point, last)) {
        length = 0.5 * Math.abs(end - point.field_T);
        if (length < 1e-9 * longest) return undefined;
        continue;
      }
      if (edges.length > MOST_PANELS) return undefined;
      const before = edges.at(-1)!;
      const phase_HzT = before.phase_HzT.slice(),
        shift_TPerHz = before.shift_TPerHz.slice();
      const span = end - point.field_T;
      let near = point;
      for (let i = 0; i < NODES; i++) {
        near = pointFrom(near, point.field_T + 0.5 * (1 + nodes[i]!) * span, rotation);
        const w = 0.5 * weights[i]! * span;
        const shifts = secondOrderShift_TTPerHz(near);
        for (let m = 0; m < size; m++) {
          phase_HzT[m]! += w * near.levels_Hz[m]!;
          shift_TPerHz[m]! += w * shifts[m]!;
        }
      }
      roughness.push(
        Math.max(roughnessBetween(point, middle), roughnessBetween(last, middle), roughnessBetween(middle, last)),
      );
      width.push(Math.max(widthAt(point), widthAt(last))); // convex in the field
      point = pointFrom(near, end, rotation);
      edges.push({ point, phase_HzT, shift_TPerHz });
      if (turn < 0.3 * TURN_rad) length = Math.min(longest, 2 * length);
    }
  }
  return { edges, roughness_s3PerT3: Float64Array.from(roughness), width_Hz: Float64Array.from(width) };
}

/**
 * How large the first neglected turn of the slow way is between two points, over the cube of the rate; s^3 per T^3: what the second turn A leaves
 * behind, (|dA/dB| + |[kappa, A]|)/w, with the slope from point to point.
 */
function roughnessBetween(from: FieldPoint, to: FieldPoint): number {
  const [a, b] = [turnsOf(from), turnsOf(to)];
  const n = from.levels_Hz.length;
  let most = 0;
  for (let m = 0; m < n; m++) {
    for (let k = 0; k < n; k++) {
      if (m === k) continue;
      const at = m * n + k;
      let inner = 0;
      for (let l = 0; l < n; l++)
        inner += b.kappa_perT[m * n + l]! * b.second[l * n + k]! - b.second[m * n + l]! * b.kappa_perT[l * n + k]!;
      const left = Math.abs((b.second[at]! - a.second[at]!) / (to.field_T - from.field_T)) + Math.abs(inner);
      if (left > 0) most = Math.max(most, left / Math.abs(b.omega_radPerS[at]!));
    }
  }
  return most;
}

/** Sum over the others of kappa_mk^2 / (E_m - E_k), kappa = D_mk / (E_k - E_m). */
function secondOrderShift_TTPerHz({ levels_Hz, drive_HzPerT }: FieldPoint): Float64Array {
  const n = levels_Hz.length;
  const out = new Float64Array(n);
  for (let m = 0; m < n; m++) {
    for (let k = 0; k < n; k++) {
      const d = m === k ? 0 : coupled(drive_HzPerT, n, m, k);
      if (d === 0) continue;
      const gap = levels_Hz[m]! - levels_Hz[k]!;
      out[m]! += (d * d) / (gap * gap * gap);
    }
  }
  return out;
}

export function widthAt({ levels_Hz }: FieldPoint): number {
  let low = Infinity,
    high = -Infinity;
  for (const level of levels_Hz) {
    low = Math.min(low, level);
    high = Math.max(high, level);
  }
  return high - low;
}

/** Whether two levels that see each other have changed places: a crossing narrower than the panel. */
function swapped(before: FieldPoint, after: FieldPoint): boolean {
  const n = before.levels_Hz.length;
  for (let m = 0; m < n; m++) {
    for (let k = m + 1; k < n; k++) {
      const gap = before.levels_Hz[m]! - before.levels_Hz[k]!;
      if (gap * (after.levels_Hz[m]! - after.levels_Hz[k]!) >= 0) continue;
      if (coupled(before.drive_HzPerT, n, m, k) !== 0 || coupled(after.drive_HzPerT, n, m, k) !== 0) return true;
    }
  }
  return false;
}

function offDiagonal(rotation: Float64Array, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) if (i !== k) most = Math.max(most, Math.abs(rotation[i * n + k]!));
  return most;
}
