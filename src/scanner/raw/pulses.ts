// What the pulses of a scan show of the tissue and leave in it: each on every line, layer and B1 by the Bloch equations.
import type { ReadyChannel } from '../image/protocol.ts';
import type { ScannerMaps } from '../image/maps.ts';
import type { Scannable } from '../image/scan.ts';
import type { Shot } from '../design/shot.ts';
import { chebyshevPoints, pointsFor, sharesAt } from './chebyshev.ts';
import { responseInto, responseOf, type Response } from './response.ts';

/** Where the response of a pulse is known along the local field, and what of each stands for a voxel. */
export interface FieldNodes {
  /** From the frequency of the scanner. */
  readonly nodes_Hz: Float64Array;
  /** [voxel, node]; absent where all voxels are at the only node. */
  readonly shares?: Float64Array;
}

/** Of Mxy and Mz after the pulse. */
const TOLERANCE = 1e-6;
const EVEN: FieldNodes = { nodes_Hz: Float64Array.of(0) };

/** Nodes over the range of `field_Hz` for pulses up to `duration_s` long. */
export function fieldNodes(field_Hz: Float64Array | undefined, duration_s: number): FieldNodes {
  if (field_Hz === undefined) return EVEN;
  const [low, high] = rangeOf(field_Hz);
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const points = chebyshevPoints(pointsFor(2 * Math.PI * duration_s * half, TOLERANCE));
  const n = points.length;
  const shares = new Float64Array(n * field_Hz.length);
  field_Hz.forEach((f, voxel) => shares.set(sharesAt(points, half > 0 ? (f - middle) / half : 0), n * voxel));
  return { nodes_Hz: points.map((point) => middle + half * point), shares };
}

/**
 * A pulse on one slice: what each line shows over the plane [y, x], summed over layers, or of each reached layer [layer, y, x] where they are kept apart;
 * spends the rest of it in the tissue.
 */
export function makePulse(
  tissue: Scannable,
  { b1, sensitivity }: ScannerMaps,
  { layers, perSlice, field, apart }: { readonly layers: readonly number[]; readonly perSlice: number; readonly field: FieldNodes; readonly apart: boolean }, // prettier-ignore
) {
  const [nx, ny, nz] = tissue.geometry.shape;
  const plane = nx * ny;
  const nLines = tissue.lines.length;
  const nNodes = field.nodes_Hz.length;
  const mz = new Float64Array(plane * nz),
    kept = new Float64Array(plane * nz),
    seen = new Float64Array(3),
    atNode = new Float64Array(3);
  const seeInto = (response: Response, row: number, at: number): void => {
    const factor = b1?.[at] ?? 1;
    if (field.shares === undefined) return responseInto(seen, response, row, factor);
    seen.fill(0);
    for (let node = 0; node < nNodes; node++) {
      responseInto(atNode, response, row * nNodes + node, factor);
      const share = field.shares[at * nNodes + node]!;
      for (let part = 0; part < 3; part++) seen[part] = seen[part]! + share * atNode[part]!;
    }
  };
  return (response: Response, slice: number, share: number): Float64Array[] => {
    const reached = reachedBy(response, layers, perSlice, slice, nz);
    return Array.from({ length: nLines }, (_, line) => {
      tissue.polarizedInto(mz, line);
      kept.fill(1);
      const out = new Float64Array(2 * plane * (apart ? reached.length : 1));
      reached.forEach(({ layer, z }, i) => {
        const to = apart ? i * plane : 0;
        for (let v = 0; v < plane; v++) {
          const at = z * plane + v;
          if (mz[at] === 0) continue;
          seeInto(response, layer * nLines + line, at);
          const here = share * mz[at]! * (sensitivity?.[at] ?? 1);
          out[2 * (to + v)] = out[2 * (to + v)]! + here * seen[0]!;
          out[2 * (to + v) + 1] = out[2 * (to + v) + 1]! + here * seen[1]!;
          kept[at] = seen[2]!;
        }
      });
      tissue.excite(line, kept);
      return out;
    });
  };
}

/** Layers of the tissue, `z`, that notice a pulse on `slice`, and which of the response's they are. */
export const reachedBy = (
  { reached }: Response,
  layers: readonly number[],
  perSlice: number,
  slice: number,
  nz: number,
): { readonly layer: number; readonly z: number }[] =>
  reached.map((layer) => ({ layer, z: slice * perSlice + layers[layer]! })).filter(({ z }) => z >= 0 && z < nz);

/** By flip angle: the shot's pulse, made for the largest, scaled. Rows are [layer, line, node of the field]. */
export function responsesOf(
  { flips_rad }: ReadyChannel,
  { pulse }: Shot,
  offsets_Hz: readonly number[],
  { nodes_Hz }: FieldNodes,
  layers_m: readonly number[],
  layer_m: number,
  b1: readonly [number, number],
): Readonly<Record<number, Response>> {
  const largest = Math.max(...flips_rad);
  const frequencies_Hz = offsets_Hz.flatMap((offset) => Array.from(nodes_Hz, (node) => offset + node));
  const out: Record<number, Response> = {};
  for (const flip of new Set(flips_rad)) {
    const scale = largest > 0 ? flip / largest : 0;
    const steps = { ...pulse.steps, b1_Hz: pulse.steps.b1_Hz.map((b) => scale * b) };
    out[flip] = responseOf({ steps, frequencies_Hz, layers_m, layer_m, b1 });
  }
  return out;
}

export function rangeOf(values: Float64Array): readonly [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}
