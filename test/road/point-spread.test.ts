// Every Cartesian sequence on one road: designed, played on a phantom of points, recorded, reconstructed; the image is the phantom convolved with the
// point-spread function of the matrix. Samples are float32, which leaves 1e-6.
import { describe, expect, it } from 'vitest';
import { centredFft } from '../../src/math/fourier/index.ts';
import type { Encoding, RawScan, Readout } from '../../src/records/index.ts';
import {
  coilImagesOf,
  csiSpectra,
  epsiSpectra,
  reconstruct,
  sortReadouts,
  type Spectra,
} from '../../src/reconstruct/index.ts';
import { blochSignal, bssfpSequence, csiSequence, epiReadout, epsiSequence, MOUSE_SCANNER, pulseAcquireSequence, recorded, shapeSignal, shotsSequence, staticSignal, type Recording, type Shape, type SignalOf, type StaticVoxels } from '../../src/scanner/index.ts'; // prettier-ignore
import { checkSequence } from '../../src/scanner/sequence/index.ts';
import { pointImage, points, worst } from '../scans/points.ts';

const hardware = MOUSE_SCANNER;
type Triple = readonly [number, number, number];

const encodingOf = (kind: Encoding['kind'], matrix: Triple, fov_m: Triple, more: Partial<Encoding> = {}): Encoding => ({
  kind,
  encodedMatrix: matrix,
  encodedFov_m: fov_m,
  imageMatrix: matrix,
  imageFov_m: fov_m,
  lines: { first: 0, last: matrix[1] - 1, center: matrix[1] >> 1 },
  partitions: { first: 0, last: matrix[2] - 1, center: matrix[2] >> 1 },
  acceleration: [1, 1],
  ...more,
});
const recording = (encoding: Encoding, counters: Recording['counters'], trajectoryDimensions: Recording['trajectoryDimensions'] = 0): Recording => ({ nucleus: '13C', larmor_Hz: 16.06e6, nChannels: 1, encoding, counters, trajectoryDimensions }); // prettier-ignore
/** Signal of points of unit excitation. */
const heard = (phantom: StaticVoxels): SignalOf => ({ k_perM, since_s }) => staticSignal(phantom, k_perM, since_s); // prettier-ignore
/** The plane of one frequency, [z, y, x] interleaved. */
const planeOf = ({ data, shape: { nx, ny, nz, nFrequencies } }: Spectra, f: number): Float64Array =>
  Float64Array.from({ length: 2 * nx * ny * nz }, (_, i) => data[2 * ((i >> 1) * nFrequencies + f) + (i % 2)]!);

describe('CSI', () => {
  it.each<readonly [string, Triple, Triple]>([
    ['2D', [8, 6, 1], [0.04, 0.03, 0.01]],
    ['2D, odd', [7, 5, 1], [0.035, 0.03, 0.01]],
    ['3D', [6, 8, 4], [0.03, 0.04, 0.024]],
  ])('%s: each line has the image of its points', (_name, matrix, fov_m) => {
    const nSpectral = 32;
    const { sequence, dwell_s, firstSample_s } = csiSequence({ hardware, matrix, fov_m, flip_rad: 0.2, repetition_s: 0.06, nSpectral, spectralWidth_Hz: 2000 }); // prettier-ignore
    expect(checkSequence(sequence, hardware)).toEqual([]);
    const size_m: Triple = [0.9 * fov_m[0], 0.9 * fov_m[1], matrix[2] > 1 ? 0.9 * fov_m[2] : 0];
    const offset_Hz = 5 / (nSpectral * dwell_s);
    const still = points({ n: 12, size_m }),
      turning = points({ n: 9, size_m, frequency_Hz: offset_Hz, seed: 8 });
    const signal: SignalOf = (window, channel) => {
      const [a, b] = [heard(still)(window, channel), heard(turning)(window, channel)];
      return a.map((x, i) => x + b[i]!);
    };
    const encoding = encodingOf('cartesian', matrix, fov_m, { nSpectral, spectralDwell_s: dwell_s });
    const spectra = csiSpectra(recorded(sequence, signal, recording(encoding, { segment: 'LIN', line: 'PAR', partition: 'SLC' }))); // prettier-ignore
    expect(worst(planeOf(spectra, spectra.frequencies_Hz.indexOf(0)), pointImage(still, matrix, fov_m))).toBeLessThan(1e-6); // prettier-ignore
    const atOffset = [-1, 1].map((sense) => planeOf(spectra, spectra.frequencies_Hz.findIndex((f) => Math.abs(f - sense * offset_Hz) < 1e-6))); // prettier-ignore
    const power = atOffset.map((plane) => Math.hypot(...plane));
    const [line, empty] = power[0]! > power[1]! ? [atOffset[0]!, power[1]!] : [atOffset[1]!, power[0]!];
    // the phase that has come up by the first sample
    const angle = -2 * Math.PI * offset_Hz * firstSample_s;
    const turned = pointImage(turning, matrix, fov_m);
    const wanted = turned.map((_, i) => i % 2 === 0 ? turned[i]! * Math.cos(angle) - turned[i + 1]! * Math.sin(angle) : turned[i - 1]! * Math.sin(angle) + turned[i]! * Math.cos(angle)); // prettier-ignore
    expect(worst(line, wanted)).toBeLessThan(1e-6);
    expect(empty / Math.max(...power)).toBeLessThan(1e-6);
  });
});

describe('EPSI', () => {
  it.each<readonly ['flyback' | 'symmetric', Triple, Triple]>([
    ['flyback', [16, 6, 1], [0.04, 0.03, 0.01]],
    ['flyback', [12, 5, 4], [0.036, 0.03, 0.024]],
    ['symmetric', [16, 6, 1], [0.04, 0.03, 0.01]],
    ['symmetric', [12, 4, 3], [0.036, 0.03, 0.024]],
  ])('%s %j: the line in the middle has the image of its points', (kind, matrix, fov_m) => {
    const nSpectral = 16;
    const { sequence, lineSpacing_s } = epsiSequence({ hardware, matrix, fov_m, flip_rad: 0.2, repetition_s: 0.06, kind, nSpectral, bandwidth_Hz: 50e3 }); // prettier-ignore
    expect(checkSequence(sequence, hardware)).toEqual([]);
    const phantom = points({ n: 15, size_m: [0.9 * fov_m[0], 0.9 * fov_m[1], matrix[2] > 1 ? 0.9 * fov_m[2] : 0] });
    const encoding = encodingOf('cartesian', matrix, fov_m, { nSpectral, spectralDwell_s: lineSpacing_s });
    const raw = recorded(sequence, heard(phantom), recording(encoding, { line: 'LIN', partition: 'PAR', segment: 'ECO' })); // prettier-ignore
    const spectra = epsiSpectra(raw);
    expect(worst(planeOf(spectra, spectra.frequencies_Hz.indexOf(0)), pointImage(phantom, matrix, fov_m))).toBeLessThan(1e-6); // prettier-ignore
    const rest = planeOf(spectra, 1 + spectra.frequencies_Hz.indexOf(0));
    expect(Math.max(...rest.map(Math.abs))).toBeLessThan(1e-6);
  });
});

describe('single-shot EPI', () => {
  const matrix: Triple = [16, 12, 1],
    fov_m: Triple = [0.04, 0.03, 0.004];
  const pulse = { hardware, thickness_m: 0.004, flip_rad: 0.3, duration_s: 2e-3, timeBandwidth: 4 };
  const cases = [
    { kind: 'symmetric', order: 'sequential', rampSampling: false, tolerance: 1e-6 },
    { kind: 'symmetric', order: 'centreOut', rampSampling: false, tolerance: 1e-6 },
    { kind: 'flyback', order: 'sequential', rampSampling: false, tolerance: 1e-6 },
    // the station's least squares onto an even grid has a ridge of 1e-6
    { kind: 'symmetric', order: 'sequential', rampSampling: true, tolerance: 4e-6 },
    { kind: 'flyback', order: 'sequential', rampSampling: true, tolerance: 4e-6 },
  ] as const;
  const played = ({ kind, order, rampSampling }: (typeof cases)[number]) => {
    const epi = epiReadout({ hardware, matrix: [16, 12], fov_m: [0.04, 0.03], bandwidth_Hz: 100e3, order, kind, rampSampling }); // prettier-ignore
    return { epi, ...shotsSequence({ name: 'epi', pulse, readouts: [epi.blocks], repetition_s: 0.1 }) };
  };
  /** Lines without phase encoding of a point, to and fro, as a scanner plays before the first image. */
  const references = (raw: RawScan, sequence: Parameters<typeof recorded>[0], how: Recording): Readout[] => {
    const point: StaticVoxels = { position_m: new Float64Array(3), magnetization: Float64Array.of(1, 0), frequency_Hz: new Float64Array(1), t2Star_s: Float64Array.of(Infinity) }; // prettier-ignore
    const along = recorded(sequence, ({ k_perM, since_s }) => staticSignal(point, k_perM.map((k, i) => (i % 3 === 0 ? k : 0)), since_s), how); // prettier-ignore
    return along.readouts.slice(0, 2).map((one) => ({ ...one, counters: { ...raw.readouts[0]!.counters, line: 0 }, purpose: 'phaseCorrection' })); // prettier-ignore
  };

  it.each(cases)('$kind, $order, ramps sampled: $rampSampling', (one) => {
    const { sequence } = played(one);
    expect(checkSequence(sequence, hardware).map(({ message }) => message)).toEqual([]);
    // uneven samples are joined over places of the grid along x only
    const phantom = points({ n: 20, size_m: [0.034, 0.026, 0], ...(one.rampSampling && { stepX_m: 0.04 / 16 }) });
    const how = recording(encodingOf('epi', matrix, fov_m), { line: 'LIN' }, one.rampSampling ? 1 : 0);
    const quiet = recorded(sequence, heard(phantom), how);
    const raw = { ...quiet, readouts: [...references(quiet, sequence, how), ...quiet.readouts] };
    const { series } = reconstruct(raw);
    expect(worst(series[0]!.images.data, pointImage(phantom, matrix, fov_m))).toBeLessThan(one.tolerance);
  });

  it('with ramps sampled is shorter', () => {
    expect(played(cases[3]).epi.echoSpacing_s).toBeLessThan(played(cases[0]).epi.echoSpacing_s);
  });

  it('flyback shows what is off resonance where the signal equation puts it: shifted along both axes', () => {
    const { sequence, epi } = played(cases[2]);
    const offset_Hz = 60;
    const phantom = points({ n: 20, size_m: [0.03, 0.02, 0], frequency_Hz: offset_Hz });
    const raw = recorded(sequence, heard(phantom), recording(encodingOf('epi', matrix, fov_m), { line: 'LIN' }));
    const image = coilImagesOf(sortReadouts(raw)).data;
    const dwell_s = raw.readouts[0]!.dwell_s;
    const spacing_s = raw.readouts[1]!.start_s - raw.readouts[0]!.start_s;
    expect(epi.echoSpacing_s).toBeCloseTo(spacing_s, 4);
    const shift_m: Triple = [offset_Hz * dwell_s * fov_m[0], offset_Hz * spacing_s * fov_m[1], 0];
    expect(shift_m[1] / (fov_m[1] / 12)).toBeGreaterThan(0.2); // of a voxel
    const wanted = pointImage(phantom, matrix, fov_m, shift_m);
    // what is left is the phase of k = 0
    const centre_s = raw.readouts[6]!.start_s + 8 * dwell_s;
    const zero_s = sequence.blocks[0]!.rf!.delay_s + sequence.blocks[0]!.rf!.center_s;
    const angle = -2 * Math.PI * offset_Hz * (centre_s - zero_s);
    const turned = wanted.map((_, i) => i % 2 === 0 ? wanted[i]! * Math.cos(angle) - wanted[i + 1]! * Math.sin(angle) : wanted[i - 1]! * Math.sin(angle) + wanted[i]! * Math.cos(angle)); // prettier-ignore
    expect(worst(image, turned)).toBeLessThan(1e-6);
  });
});

describe('3D bSSFP', () => {
  const matrix: Triple = [8, 6, 5],
    fov_m: Triple = [0.024, 0.02, 0.02];
  const flip_rad = 0.6;
  const { sequence } = bssfpSequence({ hardware, matrix, fov_m, flip_rad, bandwidth_Hz: 50e3 });
  const encoding = encodingOf('cartesian', matrix, fov_m);

  it('by the Bloch equations: every point at the sine of half the angle', () => {
    const phantom = points({ n: 25, size_m: [0.02, 0.018, 0.018] });
    const n = 25;
    const still = new Float64Array(n);
    const never = new Float64Array(n).fill(Infinity);
    const magnetization = Float64Array.from({ length: n }, (_, p) => phantom.magnetization[2 * p]!);
    const signals = blochSignal(sequence, { position_m: phantom.position_m, magnetization, frequency_Hz: still, t1_s: never, t2_s: never }); // prettier-ignore
    const raw = recorded(sequence, ({ index }) => signals[index]!, recording(encoding, { line: 'LIN', partition: 'PAR' })); // prettier-ignore
    const { series } = reconstruct(raw);
    const real = { ...phantom, magnetization: phantom.magnetization.map((m, i) => (i % 2 === 0 ? m * Math.sin(flip_rad / 2) : 0)) }; // prettier-ignore
    expect(worst(series[0]!.images.data, pointImage(real, matrix, fov_m))).toBeLessThan(1e-6);
  });
});

it('shapes with closed forms come back from a 3D scan as the sum of their k-space over the matrix', () => {
  const matrix: Triple = [16, 12, 6],
    fov_m: Triple = [0.04, 0.03, 0.024];
  const { sequence } = bssfpSequence({ hardware, matrix, fov_m, flip_rad: 0.4, bandwidth_Hz: 50e3 });
  const still = { frequency_Hz: 0, t2Star_s: Infinity };
  const shapes: Shape[] = [
    { ...still, kind: 'ellipsoid', centre_m: [1e-3, -2e-3, 5e-4], size_m: [0.012, 0.009, 0.007], density: 1e6 },
    { ...still, kind: 'ellipsoid', centre_m: [-4e-3, 1e-3, 0], size_m: [3e-3, 3e-3, 3e-3], density: -4e5 },
    { ...still, kind: 'gaussian', centre_m: [5e-3, 3e-3, -2e-3], size_m: [2e-3, 1e-3, 3e-3], density: 8e5 },
  ];
  const raw = recorded(sequence, ({ k_perM, since_s }) => shapeSignal(shapes, k_perM, since_s), recording(encodingOf('cartesian', matrix, fov_m), { line: 'LIN', partition: 'PAR' })); // prettier-ignore
  const n = 16 * 12 * 6;
  const grid = Float64Array.from({ length: 3 * n }, (_, i) => {
    const at = [Math.floor(i / 3) % 16, Math.floor(i / 3 / 16) % 12, Math.floor(i / 3 / 192)];
    return (at[i % 3]! - (matrix[i % 3]! >> 1)) / fov_m[i % 3]!;
  });
  const wanted = centredFft(shapeSignal(shapes, grid, new Float64Array(n)), [6, 12, 16], [0, 1, 2], { inverse: true, scale: 'mean' }); // prettier-ignore
  expect(worst(reconstruct(raw).series[0]!.images.data, wanted)).toBeLessThan(1e-6);
});

describe('pulse and acquire', () => {
  const flips_rad = [0.2, 0.3, 0.5];
  const nSpectral = 64;
  const { sequence, dwell_s, firstSample_s } = pulseAcquireSequence({ pulse: { hardware, thickness_m: 0.02, duration_s: 1.5e-3, timeBandwidth: 6 }, flips_rad, repetition_s: 0.2, nSpectral, spectralWidth_Hz: 2000 }); // prettier-ignore
  const encoding = encodingOf('cartesian', [1, 1, 1], [1, 1, 1], { nSpectral, spectralDwell_s: dwell_s });
  const spectraOf = (signal: SignalOf): Spectra => csiSpectra(recorded(sequence, signal, recording(encoding, { frame: 'REP' }))); // prettier-ignore
  const n = 15;
  const slab = { n, size_m: [0.02, 0.02, 0] } as const;

  it('by the Bloch equations: the sine of each angle, of what the pulses before have left', () => {
    expect(checkSequence(sequence, hardware)).toEqual([]);
    const phantom = points(slab);
    const magnetization = Float64Array.from({ length: n }, (_, p) => phantom.magnetization[2 * p]!);
    const whole = magnetization.reduce((a, b) => a + b, 0);
    const never = new Float64Array(n).fill(Infinity);
    const signals = blochSignal(sequence, { position_m: phantom.position_m, magnetization, frequency_Hz: new Float64Array(n), t1_s: never, t2_s: never }, true); // prettier-ignore
    const { data, frequencies_Hz } = spectraOf(({ index }) => signals[index]!);
    let left = 1;
    flips_rad.forEach((flip, frame) => {
      const height = data[2 * (frame * nSpectral + frequencies_Hz.indexOf(0))]!;
      expect(Math.abs(height / whole / (left * Math.sin(flip)) - 1)).toBeLessThan(1e-6);
      left *= Math.cos(flip);
    });
  });

  it('a line off resonance that decays has the shape of a geometric series', () => {
    const offset_Hz = 140,
      t2Star_s = 0.02;
    const phantom = points({ ...slab, frequency_Hz: offset_Hz, t2Star_s });
    const { data, frequencies_Hz } = spectraOf(heard(phantom));
    const whole = Math.hypot(...[0, 1].map((part) => phantom.magnetization.reduce((sum, m, i) => (i % 2 === part ? sum + m : sum), 0))); // prettier-ignore
    const shape = (line_Hz: number) => frequencies_Hz.map((f) => whole * Math.exp(-firstSample_s / t2Star_s) * seriesSize(2 * Math.PI * (line_Hz - f) * dwell_s, Math.exp(-dwell_s / t2Star_s), nSpectral)); // prettier-ignore
    const found = frequencies_Hz.map((_, i) => Math.hypot(data[2 * i]!, data[2 * i + 1]!));
    const gap = (wanted: Float64Array): number => Math.max(...found.map((one, i) => Math.abs(one - wanted[i]!)));
    // the sense in which the library counts frequencies is its own
    expect(Math.min(gap(shape(offset_Hz)), gap(shape(-offset_Hz))) / Math.max(...found)).toBeLessThan(1e-6);
  });
});

/** | (1 / n) sum over t from 0 of (decay exp(i angle))^t |, summed in closed form. */
function seriesSize(angle: number, decay: number, n: number): number {
  const last = Math.exp(n * Math.log(decay));
  const over = Math.hypot(1 - last * Math.cos(n * angle), last * Math.sin(n * angle));
  return over / Math.hypot(1 - decay * Math.cos(angle), decay * Math.sin(angle)) / n;
}
