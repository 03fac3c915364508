// Raw scans: the fast signal against its definition, images against what finite k-space makes of the object, noise, and what the pulses leave.
import { describe, expect, it } from 'vitest';
import { decayingTissue } from '../../../test/tissue/decaying.ts';
import { Random } from '../../base/index.ts';
import { fftN } from '../../math/fourier/index.ts';
import type { Geometry, RawScan } from '../../records/index.ts';
import { MOUSE_SCANNER } from '../design/hardware.ts';
import { MOUSE_COIL } from '../image/coil.ts';
import type { Protocol } from '../image/protocol.ts';
import { planarEncoder } from './planar-signal.ts';
import { rawScan } from './raw-scan.ts';
import type { ShotLine } from '../design/shot.ts';

const [NX, NY] = [16, 12];
const FINER = 2;
const geometry: Geometry = {
  shape: [NX * FINER, NY * FINER, 2],
  affineRas_mm: [1, 0, 0, -15.5, 0, 1, 0, -11.5, 0, 0, 4, -2],
};
const nPlane = NX * NY * FINER * FINER;
const random = new Random(3);
const plane = Float64Array.from({ length: nPlane }, (_, v) => {
  const x = (v % (NX * FINER)) - 15.5,
    y = Math.floor(v / (NX * FINER)) - 11.5;
  return Math.hypot(x - 2, y + 1) < 8 ? 1 + 0.3 * random.next() : 0;
});
const object = Float64Array.of(...plane, ...plane);
const tissue = (): ReturnType<typeof decayingTissue> =>
  decayingTissue(geometry, object, new Float64Array(2 * nPlane), [0, 0]);
const protocol: Protocol = {
  b0_T: 3,
  start_s: 1,
  repetition_s: 2,
  nFrames: 2,
  echoTime_s: 0.02,
  channels: [
    { name: 'fumarate', flips: { design: 'constant', angle_deg: 20 }, t2Star_s: 1e9 },
    { name: 'malate', flips: { design: 'constant', angle_deg: 40 }, t2Star_s: 1e9 },
  ],
  matrix: [NX, NY, 2],
  encoding: 'slices',
  filter: 'none',
  bandwidth_Hz: 50_000,
  coil: MOUSE_COIL,
  images: 'complex',
};

/** Image of one contrast, frame and slice: 1 / N sum over k of s exp(2 pi i k r), [y, x] interleaved. */
function imageOf({ readouts }: RawScan, contrast: number, frame: number, slice: number): Float64Array {
  const k = new Float64Array(2 * NX * NY);
  for (const { counters, centerSample, reversed, samples, purpose } of readouts) {
    if (purpose !== 'image' || counters.contrast !== contrast || counters.frame !== frame || counters.slice !== slice)
      continue;
    for (let s = 0; s < NX; s++) {
      const x = NX / 2 + (reversed ? centerSample - s : s - centerSample);
      k.set(samples.subarray(2 * s, 2 * s + 2), 2 * (counters.line * NX + x));
    }
  }
  return fftN(k, [NY, NX], [0, 1], { inverse: true, centred: true, scale: 'mean' });
}

describe('the signal of a readout', () => {
  it('is the sum over all voxels, to 1e-12', () => {
    const places = { x: Float64Array.of(-0.3, -0.1, 0.1, 0.3), y: Float64Array.of(-0.25, 0.25) };
    const line: ShotLine = { line: 0, reversed: false, kx: Float64Array.of(-2.2, 0.4, 3), ky: new Float64Array(3).fill(1.3), time_s: Float64Array.of(0.01, 0.012, 0.017) }; // prettier-ignore
    const magnetization = Float64Array.from({ length: 16 }, () => random.normal());
    const settings = { frequency_Hz: 37, t2Star_s: 0.02, from_s: 0.004 };
    const out = [new Float64Array(6)];
    planarEncoder([line], places).addInto(out, { nx: 4, ny: 2, magnetization }, settings);
    const sinc = (a: number): number => (a === 0 ? 1 : Math.sin(Math.PI * a) / (Math.PI * a));
    line.kx.forEach((kx, n) => {
      let re = 0,
        im = 0;
      for (let j = 0; j < 2; j++) {
        for (let i = 0; i < 4; i++) {
          const t = line.time_s[n]!;
          const angle = -2 * Math.PI * (kx * places.x[i]! + line.ky[n]! * places.y[j]! + 37 * (t - 0.004));
          const size = Math.exp(-t / 0.02) * sinc(kx * 0.2) * sinc(line.ky[n]! * 0.5);
          const [a, b] = [magnetization[2 * (4 * j + i)]!, magnetization[2 * (4 * j + i) + 1]!];
          re += size * (a * Math.cos(angle) - b * Math.sin(angle));
          im += size * (a * Math.sin(angle) + b * Math.cos(angle));
        }
      }
      expect(Math.hypot(out[0]![2 * n]! - re, out[0]![2 * n + 1]! - im)).toBeLessThan(1e-12);
    });
  });
});

describe('a raw scan', () => {
  const made = rawScan(tissue(), protocol, MOUSE_SCANNER, new Random(8));

  it('reconstructs to the object within the point spread of its matrix, to 1e-6', () => {
    const image = imageOf(made.quiet, 0, 0, 1);
    let worst = 0,
      largest = 0;
    for (let y = 0; y < NY; y++) {
      for (let x = 0; x < NX; x++) {
        let re = 0,
          im = 0;
        for (let j = 0; j < NY * FINER; j++) {
          for (let i = 0; i < NX * FINER; i++) {
            const [a, b] = kernel(x, i, NX),
              [c, d] = kernel(y, j, NY);
            re += plane[j * NX * FINER + i]! * (a * c - b * d);
            im += plane[j * NX * FINER + i]! * (a * d + b * c);
          }
        }
        const at = 2 * (y * NX + x);
        worst = Math.max(
          worst,
          Math.hypot(image[at]! - gain * re + turned * im, image[at + 1]! - gain * im - turned * re),
        );
        largest = Math.max(largest, Math.abs(image[at]!));
      }
    }
    expect(largest).toBeGreaterThan(0.2);
    expect(worst / largest).toBeLessThan(1e-6);
  });

  /** What the pulse shows of a whole even layer, complex: the sum of the image over that of the object. */
  const [gain, turned] = ((): [number, number] => {
    const image = imageOf(made.quiet, 0, 0, 1);
    const there = plane.reduce((all, value) => all + value, 0) / FINER / FINER;
    const sums = [0, 1].map((part) => image.reduce((all, value, i) => (i % 2 === part ? all + value : all), 0) / there);
    return [sums[0]!, sums[1]!];
  })();

  it('shows what its pulse turns: sine of the angle over the slice, edges included, and spends the cosine', () => {
    expect(gain / Math.sin((20 * Math.PI) / 180)).toBeGreaterThan(0.8);
    expect(gain / Math.sin((20 * Math.PI) / 180)).toBeLessThan(1.02);
    const [first, second] = [0, 1].map((frame) => imageOf(made.quiet, 0, frame, 1));
    const at = 2 * (6 * NX + 8);
    const kept = second![at]! / first![at]!;
    expect(kept).toBeGreaterThan(Math.cos((20 * Math.PI) / 180) ** 2 - 0.02); // its own and part of its neighbour's
    expect(kept).toBeLessThan(1);
  });

  it('keeps the other metabolite out by what the pulse promises', () => {
    const [own, other] = [0, 1].map((contrast) => imageOf(made.quiet, contrast, 0, 1).reduce((most, v) => Math.max(most, Math.abs(v)), 0)); // prettier-ignore
    // there is no malate in this tissue
    expect(other! / own!).toBeLessThan(5e-3);
  });

  it('has noise of the stated size, in samples and images', () => {
    let sum = 0,
      n = 0;
    for (const frame of [0, 1]) {
      for (const contrast of [0, 1]) {
        for (const slice of [0, 1]) {
          const [noisy, quiet] = [
            imageOf(made.raw, contrast, frame, slice),
            imageOf(made.quiet, contrast, frame, slice),
          ];
          noisy.forEach((value, i) => {
            sum += (value - quiet[i]!) ** 2;
            n++;
          });
        }
      }
    }
    expect(Math.sqrt(sum / n) / made.noiseSd_mM).toBeCloseTo(1, 1);
    const noise = made.raw.readouts.find(({ purpose }) => purpose === 'noise')!;
    const sd = Math.sqrt(noise.samples.reduce((s, x) => s + x * x, 0) / noise.samples.length);
    expect(sd / made.sampleSd).toBeCloseTo(1, 1);
  });

  it('says where it cannot be played', () => {
    expect(() => rawScan(tissue(), { ...protocol, repetition_s: 0.05 }, MOUSE_SCANNER, random)).toThrow(
      /take 0\.\d+ s/,
    );
    expect(() => rawScan(tissue(), { ...protocol, b0_T: 0.05 }, MOUSE_SCANNER, random)).toThrow(/keeps \w+ apart/);
  });
});

/** Cut Fourier series of a box of the tissue at a voxel of the image, complex, over the image's voxels in the box. */
function kernel(at: number, from: number, n: number): [number, number] {
  const apart = (at + 0.5) / n - (from + 0.5) / (n * FINER);
  let re = 0,
    im = 0;
  for (let k = -n / 2; k < n / 2; k++) {
    const a = (Math.PI * k) / (n * FINER);
    const box = (a === 0 ? 1 : Math.sin(a) / a) / (n * FINER);
    re += box * Math.cos(2 * Math.PI * k * apart);
    im += box * Math.sin(2 * Math.PI * k * apart);
  }
  return [re, im];
}
