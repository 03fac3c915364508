// Real parts of phased images against signals whose phase is known.
import { describe, expect, it } from 'vitest';
import { makeGrid, Random } from '../base/index.ts';
import type { ComplexSeries } from '../records/index.ts';
import { phased } from './phased.ts';

const [NX, NY, NZ, NT] = [12, 10, 3, 16];
const VOLUME = NX * NY * NZ;
const SD = 1;
const inside = (v: number): boolean => Math.hypot((v % NX) - 5.5, (Math.floor(v / NX) % NY) - 4.5) < 4;

/** Decaying signal inside a disc, with a phase that rolls over the plane. */
function seriesOf(name: string, size: number, offset_rad: number, random: Random, sd = SD): ComplexSeries {
  const data = new Float64Array(2 * NT * VOLUME);
  for (let t = 0; t < NT; t++) {
    for (let v = 0; v < VOLUME; v++) {
      const signal = inside(v) ? size * Math.exp(-t / 8) : 0;
      const phase = 0.15 * (v % NX) - 0.1 * (Math.floor(v / NX) % NY) + offset_rad;
      data[2 * (t * VOLUME + v)] = signal * Math.cos(phase) + sd * random.normal();
      data[2 * (t * VOLUME + v) + 1] = signal * Math.sin(phase) + sd * random.normal();
    }
  }
  return {
    name,
    geometry: { shape: [NX, NY, NZ], affineRas_mm: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 4, 0] },
    images: makeGrid(['time', 'z', 'y', 'x'], [NT, NZ, NY, NX], data, true),
    noiseSd: new Float64Array(VOLUME).fill(sd),
    claims: {},
    notes: [],
  };
}
/** Mean over the frames and the voxels inside, or outside. */
function meanOf(data: ArrayLike<number>, within: boolean): number {
  let [sum, n] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (inside(i % VOLUME) !== within) continue;
    sum += data[i]!;
    n++;
  }
  return sum / n;
}
const DECAY = Array.from({ length: NT }, (_, t) => Math.exp(-t / 8) / NT).reduce((a, b) => a + b);

describe('phased images', () => {
  it('hold the signal, whatever its phase: to 3% strong, without a floor weak', () => {
    const random = new Random(7);
    const { series, notes } = phased([seriesOf('fumarate', 10, 1.9, random), seriesOf('malate', 0.8, -2.4, random)]);
    expect(meanOf(series[0]!.images.data, true) / (10 * DECAY)).toBeGreaterThan(0.97);
    expect(meanOf(series[0]!.images.data, true) / (10 * DECAY)).toBeLessThan(1.01);
    // 48 voxels x 3 slices x 16 frames: the mean is known to 0.02.
    expect(Math.abs(meanOf(series[1]!.images.data, true) - 0.8 * DECAY)).toBeLessThan(0.07);
    expect(Math.abs(meanOf(series[1]!.images.data, false))).toBeLessThan(0.05);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^malate, real part: \d+ of 360 voxels .* fumarate and an angle of 1\d\d degrees/);
  });
  it('tell the angle between two metabolites to a few degrees', () => {
    const random = new Random(8);
    const { notes } = phased([seriesOf('a', 10, 0.4, random), seriesOf('b', 1, 1.1, random)]);
    const angle = Number(/angle of (-?\d+) degrees/.exec(notes[0]!)![1]);
    expect(Math.abs(angle - (0.7 * 180) / Math.PI)).toBeLessThan(6);
  });
  it('follow a phase of their own where they are strong', () => {
    const random = new Random(9);
    const strong = seriesOf('a', 10, 0, random);
    const other = seriesOf('b', 9, 0, random);
    const { data } = other.images;
    for (let n = 0; n < data.length; n += 2) {
      const turn = 1.5 * ((n / 2) % NX < NX / 2 ? 1 : -1);
      const [re, im] = [data[n]!, data[n + 1]!];
      data[n] = re * Math.cos(turn) - im * Math.sin(turn);
      data[n + 1] = re * Math.sin(turn) + im * Math.cos(turn);
    }
    expect(meanOf(phased([strong, other]).series[1]!.images.data, true) / (9 * DECAY)).toBeGreaterThan(0.9);
  });
  it('are the magnitudes of what has no noise', () => {
    const one = seriesOf('a', 10, 0.3, new Random(1), 0);
    const { series } = phased([one]);
    series[0]!.images.data.forEach((x, i) => {
      const size = Math.hypot(one.images.data[2 * i]!, one.images.data[2 * i + 1]!);
      expect(Math.abs(x - size)).toBeLessThan(0.03 * 10);
    });
  });
});
