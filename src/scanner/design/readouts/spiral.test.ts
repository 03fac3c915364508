// Nyquist along spirals: neither neighbouring samples nor neighbouring turns further apart than 1 / FOV, at every radius.
import { describe, expect, it } from 'vitest';
import { integralAt, kSpaceOf, polylineOf } from '../../sequence/index.ts';
import { MOUSE_SCANNER } from '../hardware.ts';
import { sequenceOf } from './parts.ts';
import { spiralReadout, type SpiralSettings } from './spiral.ts';

const hardware = MOUSE_SCANNER;
const CASES: readonly Omit<SpiralSettings, 'hardware'>[] = [
  { matrix: 16, fov_m: 0.03, nInterleaves: 1, bandwidth_Hz: 100e3 },
  { matrix: 32, fov_m: 0.04, nInterleaves: 1, bandwidth_Hz: 250e3 },
  { matrix: 64, fov_m: 0.06, nInterleaves: 4, bandwidth_Hz: 500e3 },
  { matrix: 48, fov_m: [0.06, 0.03], nInterleaves: 2, bandwidth_Hz: 300e3 },
  { matrix: 40, fov_m: [0.05, 0.03], nInterleaves: 1, bandwidth_Hz: 200e3 },
];
const fovAt = ({ fov_m, matrix }: (typeof CASES)[number], r: number): number => {
  if (typeof fov_m === 'number') return fov_m;
  const edge = matrix / (2 * Math.max(...fov_m));
  return fov_m[0] + (fov_m[1] - fov_m[0]) * Math.min(1, r / edge);
};

/** Radius at each fine step of the path, with the angle from its begin, unwrapped. */
function pathOf(
  settings: (typeof CASES)[number],
  interleaf: number,
): { readonly r: Float64Array; readonly angle: Float64Array } {
  // prettier-ignore
  const { blocks, nSamples } = spiralReadout({ hardware, ...settings, interleaf });
  const { gradients, sampling } = blocks[0]!;
  const end_s = nSamples * sampling!.dwell_s;
  const times = Float64Array.from({ length: 20_000 }, (_, i) => sampling!.delay_s + (end_s * (i + 1)) / 20_000);
  const [x, y] = [0, 1].map((axis) => integralAt(polylineOf(gradients[axis]!), times)) as [Float64Array, Float64Array];
  let turns = 0,
    before = Math.atan2(y[0]!, x[0]!);
  const angle = times.map((_, i) => {
    const now = Math.atan2(y[i]!, x[i]!);
    turns += Math.round((before - now) / (2 * Math.PI));
    before = now;
    return now + 2 * Math.PI * turns;
  });
  return { r: times.map((_, i) => Math.hypot(x[i]!, y[i]!)), angle };
}

describe.each(CASES)('a spiral of $matrix pixels, $nInterleaves interleaves, $fov_m m', (settings) => {
  const { nInterleaves, matrix, fov_m } = settings;
  const edge = matrix / (2 * (typeof fov_m === 'number' ? fov_m : Math.max(...fov_m)));

  it('has neighbouring samples at most 1 / FOV apart', () => {
    const readout = spiralReadout({ hardware, ...settings });
    const { k_perM } = kSpaceOf(sequenceOf('spiral', hardware, readout.blocks)).windows[0]!;
    let most = 0;
    for (let m = 1; m < readout.nSamples; m++) {
      const [x, y] = [k_perM[3 * m]!, k_perM[3 * m + 1]!];
      const step = Math.hypot(x - k_perM[3 * m - 3]!, y - k_perM[3 * m - 2]!);
      most = Math.max(most, step * Math.max(fovAt(settings, 0), fovAt(settings, Math.hypot(x, y))));
    }
    expect(most).toBeLessThanOrEqual(1);
  });

  it('has neighbouring turns at most 1 / FOV apart, from the middle to the edge', () => {
    const paths = Array.from({ length: nInterleaves }, (_, interleaf) => pathOf(settings, interleaf));
    let most = 0,
      furthest = 0;
    for (let ray = 0; ray < 64; ray++) {
      const direction = (2 * Math.PI * ray) / 64;
      // radii at which the paths cross the ray
      const crossings = paths.flatMap(({ r, angle }) => {
        const out: number[] = [];
        for (let i = 1; i < r.length; i++) {
          const turn = Math.ceil((angle[i - 1]! - direction) / (2 * Math.PI) + 1e-12);
          const at = direction + 2 * Math.PI * turn;
          if (at > angle[i]!) continue;
          const share = (at - angle[i - 1]!) / (angle[i]! - angle[i - 1]!);
          out.push(r[i - 1]! + share * (r[i]! - r[i - 1]!));
        }
        return out;
      });
      crossings.sort((a, b) => a - b);
      // behind the edge the gradients ramp down, straight on
      const sampled = crossings.filter((r) => r <= edge);
      sampled.forEach((r, i) => {
        const inner = i === 0 ? 0 : sampled[i - 1]!;
        most = Math.max(most, (r - inner) * fovAt(settings, (r + inner) / 2));
      });
      furthest = Math.max(furthest, edge - sampled.at(-1)!);
    }
    expect(most).toBeLessThanOrEqual(1);
    // the last turn ends one turn before the edge, at most
    expect(furthest * fovAt(settings, edge)).toBeLessThanOrEqual(1);
  });
});
