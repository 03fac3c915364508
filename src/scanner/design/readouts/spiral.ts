// Spirals from the centre under limits of gradient and slew, of uniform or falling density, solved step by step for the fastest radius
// (Glover, Magn. Reson. Med. 42 (1999) 412; Kim, Adalsteinsson, Spielman, ibid. 50 (2003) 214; the quadratic as in Hargreaves 2001).
import { ScienceError } from '../../../base/index.ts';
import type { Hardware, SequenceBlock, ShapedGradient } from '../../../records/index.ts';
import { checkHardware, durationOf, ofArea, onRaster } from '../hardware.ts';
import { samplingOf, totalOf } from './parts.ts';

export interface SpiralSettings {
  readonly hardware: Hardware;
  /** Pixels across the field of view. */
  readonly matrix: number;
  /** Field of view held at the centre of k-space and at its edge; between them it goes linearly with |k|. One number: the same everywhere. */
  readonly fov_m: number | readonly [number, number];
  readonly nInterleaves: number;
  /** Of `nInterleaves`, from 0: turned by that share of a full turn. */
  readonly interleaf?: number;
  /** Complex samples per second; the gradient stays so low that samples along the path are no further apart than 1 / FOV. */
  readonly bandwidth_Hz: number;
}

export interface SpiralReadout {
  /** The spiral with its samples, then the rewinder: together of no area. */
  readonly blocks: readonly SequenceBlock[];
  readonly duration_s: number;
  /** From the start of the readout to k = 0. */
  readonly centre_s: number;
  /** Samples up to the edge of k-space. */
  readonly nSamples: number;
}

/** Share of slew and gradient that the design uses: what is left is for the lines between raster points. */
const USED = 0.98;
const STEPS_PER_RASTER = 20;
/** Lines between raster points cut corners: all turns are tighter by the first share, and the first ones, which have few points, by the second over about so many turns. */
const MARGIN = 0.002;
const CUT = 0.06;
const CUT_TURNS = 1.5;

/** Gradient (x, y) at each raster point, Hz/m, from 0 to the edge of k-space; the path is half a raster time late. */
function spiralGradient(s: SpiralSettings): { readonly x: number[]; readonly y: number[] } {
  const { hardware, matrix, nInterleaves } = s;
  const [inner_m, outer_m] = typeof s.fov_m === 'number' ? [s.fov_m, s.fov_m] : s.fov_m;
  const gamma = Math.abs(hardware.gamma_HzPerT);
  const edge_perM = matrix / (2 * Math.max(inner_m, outer_m));
  const most = Math.min(USED * hardware.largestGradient_TPerM * gamma, s.bandwidth_Hz / Math.max(inner_m, outer_m));
  const slew = USED * hardware.largestSlew_TPerMPerS * gamma;
  const step_s = hardware.gradientRaster_s / STEPS_PER_RASTER;
  const taper = (outer_m - inner_m) / edge_perM;
  const turn = (2 * Math.PI) / nInterleaves;
  const x = [0],
    y = [0];
  let r = 0,
    speed = 0,
    theta = turn * (s.interleaf ?? 0),
    atX = 0,
    atY = 0;
  for (let step = 1; r < edge_perM || step % STEPS_PER_RASTER !== 1; step++) {
    const fov = inner_m + taper * Math.min(r, edge_perM);
    const u = (r * fov) / nInterleaves / CUT_TURNS,
      more = CUT * Math.exp(-u * u),
      tighter = 1 + MARGIN + more;
    const w = turn * fov * tighter, // d theta / dr
      bend = turn * taper * tighter - (2 * u * more * turn * fov * fov) / nInterleaves / CUT_TURNS;
    // |k''|^2 = slew^2 is a quadratic in r'': k'' = (r'' - r theta'^2) + i (2 r' theta' + r theta'')
    const a = 1 + w * w * r * r,
      side = speed * speed * (2 * w + r * bend),
      b = 2 * r * (w * side - w * w * speed * speed),
      inward = r * w * w * speed * speed,
      c = inward * inward + side * side - slew * slew;
    const fastest = most / Math.sqrt(a);
    const rise = (-b + Math.sqrt(Math.max(0, b * b - 4 * a * c))) / (2 * a);
    const accelerate = speed + rise * step_s > fastest ? (fastest - speed) / step_s : rise;
    const middle = speed + 0.5 * accelerate * step_s;
    theta += w * middle * step_s;
    r += middle * step_s;
    speed += accelerate * step_s;
    if (step % STEPS_PER_RASTER !== 0) continue;
    // the mean over a raster time, not the value at its end: sums of it stay on the path
    const [nextX, nextY] = [r * Math.cos(theta), r * Math.sin(theta)];
    x.push((nextX - atX) / hardware.gradientRaster_s);
    y.push((nextY - atY) / hardware.gradientRaster_s);
    [atX, atY] = [nextX, nextY];
    if (step > 4e7) throw new ScienceError('argument', 'the spiral does not reach its edge; allow more gradient');
  }
  return { x, y };
}

/** Throws where field of view, matrix or interleaves are not above 0. */
export function spiralReadout(settings: SpiralSettings): SpiralReadout {
  const { hardware, matrix, nInterleaves, bandwidth_Hz, fov_m } = settings;
  const fovs = typeof fov_m === 'number' ? [fov_m] : fov_m;
  if (!(matrix >= 2 && Number.isFinite(matrix) && Number.isInteger(nInterleaves) && nInterleaves >= 1 && bandwidth_Hz > 0 && fovs.every((fov) => fov > 0 && Number.isFinite(fov))))
    throw new ScienceError('argument', 'a spiral needs a matrix of 2 or more, and interleaves, bandwidth and field of view above 0'); // prettier-ignore
  checkHardware(hardware);
  const raster_s = hardware.gradientRaster_s;
  const { x, y } = spiralGradient(settings);
  const path_s = (x.length - 0.5) * raster_s;
  const [lastX, lastY] = [x.at(-1)!, y.at(-1)!];
  const slew = USED * hardware.largestSlew_TPerMPerS * Math.abs(hardware.gamma_HzPerT);
  const down = Math.ceil(Math.hypot(lastX, lastY) / (slew * raster_s));
  for (let i = 1; i <= down; i++) {
    x.push(lastX * (1 - i / down));
    y.push(lastY * (1 - i / down));
  }
  const delay_s = onRaster(hardware.adcDeadTime_s, raster_s);
  const dwell_s = Math.max(1, Math.floor(1 / (bandwidth_Hz * hardware.adcRaster_s) + 1e-9)) * hardware.adcRaster_s;
  const nSamples = Math.ceil(path_s / dwell_s);
  const shape = (values: readonly number[]): ShapedGradient => ({
    kind: 'shape',
    delay_s,
    duration_s: (values.length - 1) * raster_s,
    time_s: Float64Array.from(values, (_, i) => i * raster_s),
    amplitude_HzPerM: Float64Array.from(values),
    first_HzPerM: 0,
    last_HzPerM: 0,
  });
  const back = [x, y].map((g) => ofArea(hardware, -raster_s * g.reduce((sum, value) => sum + value, 0)));
  const played_s = Math.max((x.length - 1) * raster_s, nSamples * dwell_s + hardware.adcDeadTime_s);
  const blocks: SequenceBlock[] = [
    {
      duration_s: onRaster(delay_s + played_s, hardware.blockRaster_s),
      gradients: [shape(x), shape(y), undefined],
      sampling: samplingOf(delay_s, nSamples, dwell_s),
    },
    {
      duration_s: onRaster(Math.max(...back.map(durationOf)), hardware.blockRaster_s),
      gradients: [back[0], back[1], undefined],
    },
  ];
  return { blocks, duration_s: totalOf(blocks), centre_s: delay_s, nSamples };
}
