// Spirals on one road: designed, played on a phantom of points, recorded with their trajectory, gridded by the station; the image is the phantom convolved with
// the point-spread function of the weighted samples, to the error of the non-uniform transform, and that function is the one of a disc in k-space.
import { describe, expect, it } from 'vitest';
import { densityCompensation, directAdjoint, directForward, nufftPlan } from '../../src/math/fourier/index.ts';
import type { Encoding, RawScan } from '../../src/records/index.ts';
import {
  gatherSamples,
  idealSeparated,
  imageReadouts,
  reconstruct,
  senseSampled,
} from '../../src/reconstruct/index.ts';
import { blochSignal, idealSpiralSequence, MOUSE_SCANNER, playedWindows, recorded, shotsSequence, spiralReadout, spiralStack, staticSignal, type Recording, type SignalOf, type StaticVoxels } from '../../src/scanner/index.ts'; // prettier-ignore
import { checkSequence } from '../../src/scanner/sequence/index.ts';
import { points, sampledImage, worst } from '../scans/points.ts';

const hardware = MOUSE_SCANNER;
const MATRIX = 24,
  FOV_m = 0.04;
const shape = [MATRIX, MATRIX] as const;
/** Of the station's transform. */
const TRANSFORM = 1e-4;
const pulse = { hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 };
const encoding: Encoding = {
  kind: 'spiral',
  encodedMatrix: [MATRIX, MATRIX, 1],
  encodedFov_m: [FOV_m, FOV_m, 0.004],
  imageMatrix: [MATRIX, MATRIX, 1],
  imageFov_m: [FOV_m, FOV_m, 0.004],
  lines: { first: 0, last: 0, center: 0 },
  partitions: { first: 0, last: 0, center: 0 },
  acceleration: [1, 1],
};
const recording = (counters: Recording['counters'], contrasts?: RawScan['contrasts']): Recording => ({ nucleus: '13C', larmor_Hz: 16.06e6, nChannels: 1, encoding, counters, trajectoryDimensions: 2, ...(contrasts && { contrasts }) }); // prettier-ignore
const heard = (phantom: StaticVoxels): SignalOf => ({ k_perM, since_s }) => staticSignal(phantom, k_perM, since_s); // prettier-ignore
const spiral = { hardware, matrix: MATRIX, fov_m: FOV_m, bandwidth_Hz: 250e3 } as const;
const scanOf = (nInterleaves: number) => {
  const readouts = Array.from({ length: nInterleaves }, (_, interleaf) => spiralReadout({ ...spiral, nInterleaves, interleaf }).blocks); // prettier-ignore
  return shotsSequence({ name: 'spiral', pulse, readouts, repetition_s: 0.1 }).sequence;
};
const samplesOf = (raw: RawScan) => gatherSamples(imageReadouts(raw), 1, encoding.imageFov_m, 2);

describe.each([
  ['single-shot', 1],
  ['three interleaves', 3],
])('spiral, %s', (_name, nInterleaves) => {
  const sequence = scanOf(nInterleaves);
  const phantom = points({ n: 12, size_m: [0.03, 0.03, 0] });
  const raw = recorded(sequence, heard(phantom), recording({ segment: 'SEG' }));
  const { trajectory } = samplesOf(raw);
  const weights = densityCompensation(nufftPlan({ trajectory, shape, tolerance: TRANSFORM }));

  it('meets the phantom convolved with its point-spread function', () => {
    expect(checkSequence(sequence, hardware).map(({ message }) => message)).toEqual([]);
    const { series } = reconstruct(raw);
    expect(worst(series[0]!.images.data, sampledImage(phantom, { trajectory, weights, shape, fov_m: FOV_m }))).toBeLessThan(TRANSFORM); // prettier-ignore
  });

  it('has the point-spread function of the disc that it samples', () => {
    const one: StaticVoxels = { position_m: new Float64Array(3), magnetization: Float64Array.of(1, 0), frequency_Hz: new Float64Array(1), t2Star_s: Float64Array.of(Infinity) }; // prettier-ignore
    const spread = sampledImage(one, { trajectory, weights, shape, fov_m: FOV_m });
    const edge = trajectory.reduce((most, _, i) => (i % 2 === 0 ? Math.max(most, Math.hypot(trajectory[i]!, trajectory[i + 1]!)) : most), 0); // prettier-ignore
    const disc = new Float64Array(spread.length);
    for (let i = 0; i < MATRIX * MATRIX; i++) {
      const r = (2 * Math.PI * edge * Math.hypot((i % MATRIX) - MATRIX / 2, Math.floor(i / MATRIX) - MATRIX / 2)) / MATRIX; // prettier-ignore
      disc[2 * i] = ((Math.PI * edge * edge) / MATRIX / MATRIX) * (r === 0 ? 1 : (2 * besselJ1(r)) / r);
    }
    expect(worst(spread, disc)).toBeLessThan(0.03);
  });

  it('holds all that is in the disc: least squares give its k-space back', () => {
    // an object of pixels, so that nothing lies outside of what pixels can say
    const step_m = FOV_m / MATRIX;
    const image = Float64Array.from({ length: 2 * MATRIX * MATRIX }, (_, i) => i % 2 === 0 && Math.hypot(((i >> 1) % MATRIX) - 13, (i >> 1) / MATRIX - 11) < 7 ? 1 + ((i >> 1) % 5) / 10 : 0); // prettier-ignore
    const filled = Array.from({ length: MATRIX * MATRIX }, (_, v) => v).filter((v) => image[2 * v]! > 0);
    const pixels: StaticVoxels = {
      position_m: Float64Array.from(filled.flatMap((v) => [((v % MATRIX) - MATRIX / 2) * step_m, (Math.floor(v / MATRIX) - MATRIX / 2) * step_m, 0])), // prettier-ignore
      magnetization: Float64Array.from(filled.flatMap((v) => [image[2 * v]!, 0])),
      frequency_Hz: new Float64Array(filled.length),
      t2Star_s: new Float64Array(filled.length).fill(Infinity),
    };
    const measured = samplesOf(recorded(sequence, heard(pixels), recording({ segment: 'SEG' })));
    // the coil hears a round region inside the field of view, as where an animal lies
    const maps = Float64Array.from({ length: image.length }, (_, i) => i % 2 === 0 && Math.hypot(((i >> 1) % MATRIX) - 12, Math.floor((i >> 1) / MATRIX) - 12) < 10 ? 1 : 0); // prettier-ignore
    const { x, end } = senseSampled({ samples: measured.samples, trajectory, weights, maps, shape, accuracy: 1e-6 }, { tolerance: 1e-7, maxSteps: 400, regularization: 0 }); // prettier-ignore
    expect(end).toBe('converged');
    const inside = Float64Array.from({ length: 400 }, (_, i) => {
      const r = 0.45 * MATRIX * Math.sqrt(((i >> 1) + 0.5) / 200),
        angle = 2.4 * (i >> 1);
      return r * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    });
    expect(worst(directForward(x, inside, shape), directForward(image, inside, shape))).toBeLessThan(TRANSFORM);
  });
});

it('a stack of spirals meets the phantom convolved with its point-spread function in three dimensions', () => {
  const [n, nz] = [14, 6];
  const fov = [FOV_m, FOV_m, 0.03] as const;
  const stack = spiralStack({ spiral: { ...spiral, matrix: n, nInterleaves: 1 }, nPartitions: nz, depth_m: fov[2] });
  const { sequence } = shotsSequence({ name: 'stack of spirals', pulse, readouts: stack, repetition_s: 0.1 });
  expect(checkSequence(sequence, hardware).map(({ message }) => message)).toEqual([]);
  const phantom = points({ n: 5, size_m: [0.03, 0.03, 0.024] });
  const deep: Encoding = { ...encoding, encodedMatrix: [n, n, nz], encodedFov_m: fov, imageMatrix: [n, n, nz], imageFov_m: fov }; // prettier-ignore
  const raw = recorded(sequence, heard(phantom), { ...recording({ segment: 'SEG' }), encoding: deep, trajectoryDimensions: 3 }); // prettier-ignore
  const { series } = reconstruct(raw);
  const { trajectory } = gatherSamples(imageReadouts(raw), 1, fov, 3);
  const weights = densityCompensation(nufftPlan({ trajectory, shape: [nz, n, n], tolerance: TRANSFORM }));
  // sum over samples of weight exp(2 pi i k (r - r_point))
  const wanted = new Float64Array(2 * nz * n * n);
  for (let p = 0; p < 5; p++) {
    const at = phantom.position_m.subarray(3 * p, 3 * p + 3);
    const samples = new Float64Array(2 * weights.length);
    weights.forEach((w, m) => {
      const angle = -2 * Math.PI * [0, 1, 2].reduce((sum, axis) => sum + (trajectory[3 * m + 2 - axis]! * at[axis]!) / fov[axis]!, 0); // prettier-ignore
      const [re, im] = [w * phantom.magnetization[2 * p]!, w * phantom.magnetization[2 * p + 1]!];
      samples[2 * m] = re * Math.cos(angle) - im * Math.sin(angle);
      samples[2 * m + 1] = re * Math.sin(angle) + im * Math.cos(angle);
    });
    directAdjoint(samples, trajectory, [nz, n, n]).forEach((x, i) => (wanted[i] = wanted[i]! + x));
  }
  expect(worst(series[0]!.images.data, wanted)).toBeLessThan(TRANSFORM);
});

describe('multi-echo IDEAL spiral', () => {
  const offsets_Hz = [0, -95, 180];
  const { sequence, echoTimes_s } = idealSpiralSequence({
    spiral: { ...spiral, nInterleaves: 2 },
    pulse: { thickness_m: 0.004, flip_rad: 0.2, duration_s: 2e-3, timeBandwidth: 4 },
    nEchoes: 5,
    echoShift_s: 1.1e-3,
    repetition_s: 0.06,
  });
  const phantoms = offsets_Hz.map((frequency_Hz, m) => points({ n: 6, size_m: [0.03, 0.03, 0], frequency_Hz, seed: 20 + m })); // prettier-ignore

  it('parts the metabolites: each is its points convolved with the point-spread function of its frequency', () => {
    expect(checkSequence(sequence, hardware).map(({ message }) => message)).toEqual([]);
    const signal: SignalOf = (window, channel) => {
      const parts = phantoms.map((phantom) => heard(phantom)(window, channel));
      return parts[0]!.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));
    };
    const contrasts = echoTimes_s.map((echoTime_s, e) => ({ name: `echo ${e + 1}`, echoTime_s }));
    const raw = recorded(sequence, signal, recording({ contrast: 'ECO', segment: 'SEG' }, contrasts));
    const images = reconstruct(raw).series.map(({ images: { data } }) => data);
    const echoes = Float64Array.from(images.flatMap((data) => Array.from(data)));
    // the sense in which the library counts frequencies is its own
    const sense = senseOfIdeal();
    const separated = idealSeparated(echoes, { echoTimes_s, offsets_Hz: offsets_Hz.map((f) => sense * f) });
    const first = { ...raw, readouts: raw.readouts.filter(({ counters }) => counters.contrast === 0) };
    const { trajectory } = samplesOf(first);
    const weights = densityCompensation(nufftPlan({ trajectory, shape, tolerance: TRANSFORM }));
    const since_s = Float64Array.from(playedWindows(sequence).slice(0, 2).flatMap((window) => Array.from(window.since_s))); // prettier-ignore
    const n = 2 * MATRIX * MATRIX;
    phantoms.forEach((phantom, m) => {
      const turns = since_s.map((t) => offsets_Hz[m]! * (t - echoTimes_s[0]!));
      const wanted = sampledImage(phantom, { trajectory, weights, shape, fov_m: FOV_m, turns });
      expect(worst(separated.subarray(m * n, (m + 1) * n), wanted)).toBeLessThan(3 * TRANSFORM); // five echoes joined
    });
  });

  it('by the Bloch equations: the slab pulse spends what later echoes see, and nothing else changes', () => {
    const n = 5;
    const phantom = points({ n, size_m: [0.03, 0.03, 0] });
    const magnetization = Float64Array.from({ length: n }, (_, p) => phantom.magnetization[2 * p]!);
    const never = new Float64Array(n).fill(Infinity);
    const signals = blochSignal(sequence, { position_m: phantom.position_m, magnetization, frequency_Hz: new Float64Array(n), t1_s: never, t2_s: never }, true); // prettier-ignore
    const real = { ...phantom, magnetization: phantom.magnetization.map((m, i) => (i % 2 === 0 ? m : 0)) };
    playedWindows(sequence).forEach(({ index, k_perM, since_s }) => {
      let left = Math.sin(0.2);
      for (let pulses = 0; pulses < index; pulses++) left *= Math.cos(0.2);
      expect(
        worst(
          signals[index]!,
          staticSignal(real, k_perM, since_s).map((s) => left * s),
        ),
      ).toBeLessThan(1e-6);
    });
  });
});

/** +1 where `idealSeparated` counts exp(-2 pi i f t) as +f, -1 where it counts exp(2 pi i f t). */
function senseOfIdeal(): number {
  const echoTimes_s = [0, 1e-3, 2e-3];
  const echoes = Float64Array.from(echoTimes_s.flatMap((t) => [Math.cos(2 * Math.PI * 90 * t), -Math.sin(2 * Math.PI * 90 * t)])); // prettier-ignore
  return Math.abs(idealSeparated(echoes, { echoTimes_s, offsets_Hz: [90] })[0]! - 1) < 1e-6 ? 1 : -1;
}

/** Bessel's integral by the trapezoid rule, exact to rounding for a periodic integrand. */
function besselJ1(x: number): number {
  const n = 200;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const t = (2 * Math.PI * i) / n;
    sum += Math.cos(t - x * Math.sin(t));
  }
  return sum / n;
}
