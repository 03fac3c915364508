// Uneven fields and several coils: the quick signal against the sum over voxels, and laws that tie them to an even field and one coil.
import { describe, expect, it } from 'vitest';
import { decayingTissue } from '../../../test/tissue/decaying.ts';
import { Random } from '../../base/index.ts';
import { fftN } from '../../math/fourier/index.ts';
import type { Geometry, RawScan } from '../../records/index.ts';
import { MOUSE_SCANNER } from '../design/hardware.ts';
import { metaboliteShots } from '../design/metabolite-shots.ts';
import { frequency_Hz, MOUSE_COIL } from '../image/coil.ts';
import type { CoilArray } from '../image/maps.ts';
import { readyChannels, type Protocol } from '../image/protocol.ts';
import { planarEncoder } from './planar-signal.ts';
import { fieldNodes, makePulse, responsesOf } from './pulses.ts';
import { rawScan } from './raw-scan.ts';
import { evenReceiver, unevenReceiver } from './receivers.ts';
import { spiralEncoder } from './spiral-signal.ts';
import { staticSignal } from './static-signal.ts';

const [NX, NY, NZ] = [12, 10, 2];
const nPlane = NX * NY,
  nTissue = nPlane * NZ;
const geometry: Geometry = { shape: [NX, NY, NZ], affineRas_mm: [2, 0, 0, -11, 0, 2, 0, -9, 0, 0, 4, -2] };
const imageShape: Geometry = geometry;
const random = new Random(11);
const start = Float64Array.from({ length: nTissue }, (_, v) => {
  const [x, y] = [(v % NX) - 5.2, (Math.floor(v / NX) % NY) - 4.4];
  return Math.hypot(x, y) < 4 ? 1 + 0.3 * random.next() : 0;
});
const tissue = (): ReturnType<typeof decayingTissue> =>
  decayingTissue(geometry, start, new Float64Array(nTissue).fill(0.02), [0.03, 0.03]);
const protocolOf = (readout: 'spiral' | 'epi'): Protocol => ({
  b0_T: 3,
  start_s: 1,
  repetition_s: 2,
  nFrames: 2,
  echoTime_s: 0.02,
  channels: [
    { name: 'fumarate', flips: { design: 'constant', angle_deg: 20 }, t2Star_s: 0.05 },
    { name: 'malate', flips: { design: 'constant', angle_deg: 40 }, t2Star_s: 0.05 },
  ],
  matrix: [NX, NY, NZ],
  encoding: 'slices',
  filter: 'none',
  bandwidth_Hz: 50_000,
  coil: MOUSE_COIL,
  images: 'complex',
  readout,
});
const field_Hz = Float64Array.from({ length: nTissue }, (_, v) => {
  const [x, y] = [(v % NX) - 5.5, (Math.floor(v / NX) % NY) - 4.5];
  return 12 + 5 * x - 3 * y + 0.8 * x * y + 10 * Math.floor(v / nPlane);
});
const unitCoils = (nCoils: number): CoilArray => ({
  nCoils,
  sensitivities: Float64Array.from({ length: 2 * nCoils * nTissue }, (_, i) => 1 - (i % 2)),
  covariance: Float64Array.from({ length: 2 * nCoils * nCoils }, (_, i) => (i % (2 * (nCoils + 1)) === 0 ? 1 : 0)),
});
const samplesOf = ({ readouts }: RawScan): Float64Array[] =>
  readouts.filter(({ purpose }) => purpose === 'image').map(({ samples }) => Float64Array.from(samples));
const apart = (a: readonly Float64Array[], b: readonly Float64Array[]): number =>
  Math.hypot(...a.map((one, r) => Math.hypot(...one.map((x, i) => x - b[r]![i]!)))) / Math.hypot(...b.map((one) => Math.hypot(...one))); // prettier-ignore

describe.each(['spiral', 'epi'] as const)('what coils hear of a %s readout', (readout) => {
  const protocol = protocolOf(readout);
  const larmor_Hz = frequency_Hz(protocol.b0_T);
  const { lines } = tissue();
  const channels = readyChannels(protocol, lines, larmor_Hz);
  const shot = metaboliteShots({ protocol, channels, lines, geometry: imageShape, hardware: MOUSE_SCANNER, readout })[1]!; // prettier-ignore
  const offsets_Hz = lines.map((_, l) => 40 * (l - 1));
  const places = { x: Float64Array.from({ length: NX }, (_, i) => (i - NX / 2) / NX), y: Float64Array.from({ length: NY }, (_, i) => (i - NY / 2) / NY) }; // prettier-ignore
  const encoder = (readout === 'epi' ? planarEncoder : spiralEncoder)(shot.lines, places);
  const reception = { encoder, windows: shot.lines, offsets_Hz, t2Star_s: 0.03, from_s: shot.pulseTail_s };
  const shown = lines.map(() => Float64Array.from({ length: 2 * nTissue }, () => random.normal()));

  it('is the sum over voxels, layers and lines, each with its own frequency, to 1e-4', () => {
    const coils: CoilArray = { ...unitCoils(2), sensitivities: Float64Array.from({ length: 4 * nTissue }, () => random.normal()) }; // prettier-ignore
    const heard = unevenReceiver(reception, { nx: NX, ny: NY, field_Hz, coils })(shown, [0, 1]);
    shot.lines.forEach(({ kx, ky, time_s }, w) => {
      for (const coil of [0, 1]) {
        const exact = new Float64Array(2 * kx.length);
        shown.forEach((m, line) => {
          const frequency = field_Hz.map((f) => f + offsets_Hz[line]!);
          // the frequency turns from the end of the pulse on
          const magnetization = new Float64Array(2 * nTissue);
          for (let v = 0; v < nTissue; v++) {
            const angle = 2 * Math.PI * frequency[v]! * shot.pulseTail_s;
            const [c, s] = [Math.cos(angle), Math.sin(angle)];
            const [sr, si] = [coils.sensitivities[2 * (coil * nTissue + v)]!, coils.sensitivities[2 * (coil * nTissue + v) + 1]!]; // prettier-ignore
            const [x, y] = [m[2 * v]! * c - m[2 * v + 1]! * s, m[2 * v]! * s + m[2 * v + 1]! * c];
            magnetization[2 * v] = sr * x - si * y;
            magnetization[2 * v + 1] = sr * y + si * x;
          }
          const position_m = Float64Array.from({ length: 3 * nTissue }, (_, i) => {
            const v = Math.floor(i / 3);
            return [places.x[v % NX]!, places.y[Math.floor(v / NX) % NY]!, 0][i % 3]!;
          });
          const k = Float64Array.from({ length: 3 * kx.length }, (_, i) => [kx, ky][i % 3]?.[Math.floor(i / 3)] ?? 0);
          const t2Star_s = new Float64Array(nTissue).fill(0.03);
          const box_m = [1 / NX, 1 / NY, 1] as const;
          staticSignal({ position_m, magnetization, frequency_Hz: frequency, t2Star_s, box_m }, k, time_s).forEach((x, i) => (exact[i]! += x)); // prettier-ignore
        });
        expect(apart([heard[coil]![w]!], [exact])).toBeLessThan(1e-4);
      }
    });
  });

  it('in a constant field is that of lines moved by it, in pulse and readout, to 1e-9', () => {
    const there_Hz = 17.3;
    const layers = [-1, 0, 1];
    const layers_m = layers.map((i) => 4e-3 * i);
    const response = (offsets: readonly number[], field: ReturnType<typeof fieldNodes>) =>
      responsesOf(channels[1]!, shot, offsets, field, layers_m, 4e-3, [1, 1])[channels[1]!.flips_rad[0]!]!;
    const constant = new Float64Array(nTissue).fill(there_Hz);
    const [in_, moved] = [fieldNodes(constant, shot.pulse.duration_s), fieldNodes(undefined, 0)];
    const movedOffsets = offsets_Hz.map((f) => f + there_Hz);
    const [one, other] = [tissue(), tissue()];
    for (const each of [one, other]) each.advanceTo(3);
    const kept = makePulse(one, {}, { layers, perSlice: 1, field: in_, apart: true })(response(offsets_Hz, in_), 0, 1);
    const summed = makePulse(other, {}, { layers, perSlice: 1, field: moved, apart: false })(response(movedOffsets, moved), 0, 1); // prettier-ignore
    one.mz.forEach((mz, line) => mz.forEach((m, v) => expect(Math.abs(m - other.mz[line]![v]!)).toBeLessThan(1e-9)));
    const a = unevenReceiver(reception, { nx: NX, ny: NY, field_Hz: constant, coils: unitCoils(1) })(kept, [0, 1]);
    const b = evenReceiver({ ...reception, offsets_Hz: movedOffsets }, { nx: NX, ny: NY })(summed, [0, 1]);
    // interpolation between moments holds 1e-5 of the turns of the lines against each other
    expect(apart(a[0]!, b[0]!)).toBeLessThan(1e-5);
    const single = { ...reception, offsets_Hz: [offsets_Hz[1]!] };
    const c = unevenReceiver(single, { nx: NX, ny: NY, field_Hz: constant, coils: unitCoils(1) })([kept[1]!], [0, 1]);
    const d = evenReceiver({ ...single, offsets_Hz: [movedOffsets[1]!] }, { nx: NX, ny: NY })([summed[1]!], [0, 1]);
    expect(apart(c[0]!, d[0]!)).toBeLessThan(1e-9);
  });
});

it('pulses act at the frequency of each voxel: between nodes of the field as the Bloch equations there, to 1e-5', () => {
  const protocol = protocolOf('spiral');
  const { lines } = tissue();
  const channels = readyChannels(protocol, lines, frequency_Hz(protocol.b0_T));
  const shot = metaboliteShots({ protocol, channels, lines, geometry: imageShape, hardware: MOUSE_SCANNER, readout: 'spiral' })[0]!; // prettier-ignore
  const flip = channels[0]!.flips_rad[0]!;
  const field = fieldNodes(field_Hz, shot.pulse.duration_s);
  const body = tissue();
  makePulse(body, {}, { layers: [0], perSlice: 1, field, apart: true })(responsesOf(channels[0]!, shot, [0, 90, 95], field, [0], 4e-3, [1, 1])[flip]!, 0, 1); // prettier-ignore
  for (const v of [40, 53, 65, 78]) {
    const there = fieldNodes(undefined, 0);
    const exact = responsesOf(channels[0]!, shot, [field_Hz[v]!], there, [0], 4e-3, [1, 1])[flip]!;
    expect(Math.abs(body.mz[0]![v]! / start[v]! - exact.values[2]!)).toBeLessThan(1e-5);
  }
});

describe('a raw scan with coils', () => {
  const protocol = protocolOf('epi');
  const one = rawScan(tissue(), protocol, MOUSE_SCANNER, new Random(8));

  it('of unit sensitivity is that of one channel in each; one of them has its noise too', () => {
    const alone = rawScan(tissue(), protocol, MOUSE_SCANNER, new Random(8), { coils: unitCoils(1) });
    expect(apart(samplesOf(alone.quiet), samplesOf(one.quiet))).toBeLessThan(1e-5);
    expect(apart(samplesOf(alone.raw), samplesOf(one.raw))).toBeLessThan(1e-5);
    const two = rawScan(tissue(), protocol, MOUSE_SCANNER, new Random(8), { coils: unitCoils(2) });
    expect(two.raw.nChannels).toBe(2);
    const halves = samplesOf(two.quiet).flatMap((samples) => [samples.subarray(0, samples.length / 2), samples.subarray(samples.length / 2)]); // prettier-ignore
    const twice = samplesOf(one.quiet).flatMap((samples) => [samples, samples]);
    expect(apart(halves, twice)).toBeLessThan(1e-5);
  });

  it('of four channels with shared noise has the SNR of Roemer: root of S^H Psi^-1 S times that of one', () => {
    const n = 4;
    const sensitivity = [[1, 0], [0.4, 0.9], [-0.7, 0.3], [0.2, -0.5]] as const; // prettier-ignore
    const covariance = new Float64Array(2 * n * n);
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++) {
        covariance[2 * (a * n + b)] = a === b ? 1 + 0.3 * a : 0.25;
        covariance[2 * (a * n + b) + 1] = 0.1 * Math.sign(b - a);
      }
    const sensitivities = Float64Array.from({ length: 2 * n * nTissue }, (_, i) => sensitivity[Math.floor(i / 2 / nTissue)]![i % 2]!); // prettier-ignore
    const four = rawScan(tissue(), protocol, MOUSE_SCANNER, new Random(9), { coils: { nCoils: n, sensitivities, covariance } }); // prettier-ignore
    // weights Psi^-1 S / (S^H Psi^-1 S) by power steps of the linear system: Gauss-Seidel on a Hermitian positive matrix
    const w = new Float64Array(2 * n);
    for (let step = 0; step < 200; step++)
      for (let a = 0; a < n; a++) {
        let [re, im] = [sensitivity[a]![0] as number, sensitivity[a]![1] as number];
        for (let b = 0; b < n; b++) {
          if (b === a) continue;
          const [cr, ci] = [covariance[2 * (a * n + b)]!, covariance[2 * (a * n + b) + 1]!];
          re -= cr * w[2 * b]! - ci * w[2 * b + 1]!;
          im -= cr * w[2 * b + 1]! + ci * w[2 * b]!;
        }
        w[2 * a] = re / covariance[2 * (a * n + a)]!;
        w[2 * a + 1] = im / covariance[2 * (a * n + a)]!;
      }
    const gain2 = sensitivity.reduce((sum, [re, im], a) => sum + re * w[2 * a]! + im * w[2 * a + 1]!, 0);
    let [squares, count, signal, single] = [0, 0, 0, 0];
    for (const [contrast, frame, slice] of [
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 1],
      [1, 0, 0],
      [1, 1, 0],
    ] as const) {
      const joined = (scan: RawScan): Float64Array => {
        const sum = new Float64Array(2 * nPlane);
        for (let a = 0; a < n; a++) {
          const image = imageOf(scan, contrast, frame, slice, a);
          for (let i = 0; i < sum.length; i += 2) {
            // conj(w) s
            sum[i]! += (w[2 * a]! * image[i]! + w[2 * a + 1]! * image[i + 1]!) / gain2;
            sum[i + 1]! += (w[2 * a]! * image[i + 1]! - w[2 * a + 1]! * image[i]!) / gain2;
          }
        }
        return sum;
      };
      const [noisy, quiet] = [joined(four.raw), joined(four.quiet)];
      noisy.forEach((x, i) => (squares += (x - quiet[i]!) ** 2));
      count += noisy.length;
      signal += Math.hypot(...quiet);
      single += Math.hypot(...imageOf(one.quiet, contrast, frame, slice, 0));
    }
    expect(signal / single).toBeCloseTo(1, 4);
    // 1440 numbers: 1.9% (one standard deviation)
    const gain = one.noiseSd_mM / Math.sqrt(squares / count);
    expect(Math.abs(gain / Math.sqrt(gain2) - 1)).toBeLessThan(0.057);
    expect(gain2).toBeGreaterThan(2);
    const bad = covariance.slice();
    bad[0] = -1;
    expect(() => rawScan(tissue(), protocol, MOUSE_SCANNER, random, { coils: { nCoils: n, sensitivities, covariance: bad } })).toThrow(/not positive definite/); // prettier-ignore
  });

  it('refuses maps that do not fit', () => {
    expect(() => rawScan(tissue(), protocol, MOUSE_SCANNER, random, { field_Hz: new Float64Array(3) })).toThrow(/the field map has 3 numbers; the tissue needs 240/); // prettier-ignore
    expect(() => rawScan(tissue(), protocol, MOUSE_SCANNER, random, { field_Hz: new Float64Array(nTissue).fill(NaN) })).toThrow(/holds NaN/); // prettier-ignore
    expect(() => rawScan(tissue(), protocol, MOUSE_SCANNER, random, { coils: { ...unitCoils(2), nCoils: 3 } })).toThrow(/sensitivities \(3 coils\) map has 960/); // prettier-ignore
  });
});

/** Image of one contrast, frame, slice and coil from echo-planar lines: 1 / N sum over k of s exp(2 pi i k r), [y, x] interleaved. */
function imageOf({ readouts }: RawScan, contrast: number, frame: number, slice: number, coil: number): Float64Array {
  const k = new Float64Array(2 * nPlane);
  for (const { counters, centerSample, reversed, samples, purpose } of readouts) {
    if (purpose !== 'image' || counters.contrast !== contrast || counters.frame !== frame || counters.slice !== slice) continue; // prettier-ignore
    for (let s = 0; s < NX; s++) {
      const x = NX / 2 + (reversed ? centerSample - s : s - centerSample);
      k.set(samples.subarray(2 * (coil * NX + s), 2 * (coil * NX + s + 1)), 2 * (counters.line * NX + x));
    }
  }
  return fftN(k, [NY, NX], [0, 1], { inverse: true, centred: true, scale: 'mean' });
}
