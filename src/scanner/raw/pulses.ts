// What the pulses of a scan show of the tissue and leave in it: each on every line, layer and B1 by the Bloch equations.
import type { ReadyChannel } from '../image/protocol.ts';
import type { ScannerMaps } from '../image/maps.ts';
import type { Scannable } from '../image/scan.ts';
import type { Shot } from '../design/shot.ts';
import { responseInto, responseOf, type Response } from './response.ts';

/** A pulse on one slice: what each line shows over the plane [y, x], summed over layers; spends the rest of it in the tissue. */
export function makePulse(
  tissue: Scannable,
  { b1, sensitivity }: ScannerMaps,
  layers: readonly number[],
  perSlice: number,
  nLines: number,
) {
  const [nx, ny, nz] = tissue.geometry.shape;
  const plane = nx * ny;
  const mz = new Float64Array(plane * nz),
    kept = new Float64Array(plane * nz),
    seen = new Float64Array(3);
  return (response: Response, slice: number, share: number): Float64Array[] =>
    Array.from({ length: nLines }, (_, line) => {
      tissue.polarizedInto(mz, line);
      kept.fill(1);
      const out = new Float64Array(2 * plane);
      response.reached.forEach((i) => {
        const z = slice * perSlice + layers[i]!;
        if (z < 0 || z >= nz) return;
        for (let v = 0; v < plane; v++) {
          const at = z * plane + v;
          if (mz[at] === 0) continue;
          responseInto(seen, response, i * nLines + line, b1?.[at] ?? 1);
          const here = share * mz[at]! * (sensitivity?.[at] ?? 1);
          out[2 * v] = out[2 * v]! + here * seen[0]!;
          out[2 * v + 1] = out[2 * v + 1]! + here * seen[1]!;
          kept[at] = seen[2]!;
        }
      });
      tissue.excite(line, kept);
      return out;
    });
}

/** By flip angle: the shot's pulse, made for the largest, scaled. */
export function responsesOf(
  { flips_rad }: ReadyChannel,
  { pulse }: Shot,
  frequencies_Hz: readonly number[],
  layers_m: readonly number[],
  layer_m: number,
  b1: readonly [number, number],
): Readonly<Record<number, Response>> {
  const largest = Math.max(...flips_rad);
  const out: Record<number, Response> = {};
  for (const flip of new Set(flips_rad)) {
    const scale = largest > 0 ? flip / largest : 0;
    const steps = { ...pulse.steps, b1_Hz: pulse.steps.b1_Hz.map((b) => scale * b) };
    out[flip] = responseOf({ steps, frequencies_Hz, layers_m, layer_m, b1 });
  }
  return out;
}
