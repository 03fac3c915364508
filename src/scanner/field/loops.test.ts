import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../records/index.ts';
import { arrayGain, bestGain, loopArray, loopCorners, loopRadius_mm, polygonField } from './loops.ts';

const geometry: Geometry = { shape: [13, 13, 9], affineRas_mm: [2, 0, 0, -12, 0, 2, 0, -12, 0, 0, 4, -16] };
const nVoxels = 13 * 13 * 9;
const at = (v: number): readonly [number, number] => [2 * (v % 13) - 12, 2 * (Math.floor(v / 13) % 13) - 12];
const cylinder = Float64Array.from({ length: nVoxels }, (_, v) => (Math.hypot(...at(v)) < 11 ? 1 : 0));
const array = { nLoops: 4, centre_mm: [0, 0, 0] as const, radius_mm: 16, sampleNoiseShare: 0.9 };

describe('a loop', () => {
  it('has on its axis the field of the textbook, 2 pi a^2 / (a^2 + d^2)^(3/2), and no vector potential', () => {
    const corners = loopCorners([0, 0, 0], 0, 10);
    for (const d of [0, 4, 15]) {
      const [bx, by, bz, ...a] = polygonField(corners, [0, d, 0]);
      const root = Math.sqrt(100 + d * d);
      // a polygon of 48 sides: 0.3% less area
      expect(Math.abs(by!) / ((2 * Math.PI * 100) / (root * root * root))).toBeCloseTo(1, 2);
      expect(Math.hypot(bx!, bz!, ...a)).toBeLessThan(1e-12);
    }
  });
  it('far away is a dipole, and B is the curl of A', () => {
    const corners = loopCorners([0, 0, 0], 0, 2);
    const place = [30, 40, 20] as const;
    const [bx, by, bz] = polygonField(corners, place);
    const r = Math.hypot(...place);
    const area = 24 * 4 * Math.sin((2 * Math.PI) / 48);
    const sign = Math.sign(polygonField(corners, [0, 0, 0])[1]!);
    const dipole = [0, 1, 2].map((axis) => (sign * area * (3 * place[axis]! * place[1] / r / r - (axis === 1 ? 1 : 0))) / (r * r * r)); // prettier-ignore
    [bx!, by!, bz!].forEach((b, axis) => expect((Math.abs(b - dipole[axis]!) * r * r * r) / area).toBeLessThan(0.02));
    const a = (dx: number, dy: number, dz: number) => polygonField(corners, [place[0] + dx, place[1] + dy, place[2] + dz]); // prettier-ignore
    const slope = (axis: number, step: readonly [number, number, number]) => (a(...step)[3 + axis]! - a(-step[0], -step[1], -step[2])[3 + axis]!) / 0.02; // prettier-ignore
    expect(slope(2, [0, 0.01, 0]) - slope(1, [0, 0, 0.01])).toBeCloseTo(bx!, 9);
    expect(slope(0, [0, 0, 0.01]) - slope(2, [0.01, 0, 0])).toBeCloseTo(by!, 9);
  });
});

describe('loops around an animal', () => {
  const coils = loopArray(geometry, cylinder, array);

  it('hear as well as a volume coil in the middle, and better near the skin', () => {
    const gain = arrayGain(coils);
    const middle = 4 * 169 + 6 * 13 + 6;
    expect(gain[middle]).toBeCloseTo(1, 9);
    expect(gain[middle + 5]).toBeGreaterThan(1.2);
    expect(gain[4 * 169]).toBe(0); // air
  });
  it('share noise with their neighbours, as the symmetry of the cylinder has it', () => {
    const of = (i: number, j: number): number => coils.covariance[2 * (4 * i + j)]!;
    for (const i of [0, 1, 2, 3]) expect(of(i, i)).toBeCloseTo(1, 9);
    expect(of(0, 1)).toBeCloseTo(of(2, 3), 9);
    expect(of(0, 1)).toBeCloseTo(of(1, 0), 12);
    expect(Math.abs(of(0, 1))).toBeGreaterThan(0.02);
    expect(Math.abs(of(0, 1))).toBeLessThan(0.9);
  });
  it('gain by known covariance: two channels that hear alike, with noise of their own or shared', () => {
    expect(bestGain([1, 0, 1, 0], Float64Array.of(1, 0, 0, 0, 0, 0, 1, 0))).toBeCloseTo(Math.SQRT2, 12);
    expect(bestGain([1, 0, 1, 0], Float64Array.of(1, 0, 0.5, 0, 0.5, 0, 1, 0))).toBeCloseTo(Math.sqrt(4 / 3), 12);
  });
  it('of eight are smaller; one is no array, and a grid without animal has none', () => {
    expect(loopRadius_mm({ nLoops: 8, radius_mm: 16 })).toBeCloseTo((32 * Math.sin(Math.PI / 8)) / 1.5, 12);
    expect(() => loopArray(geometry, cylinder, { ...array, nLoops: 1 })).toThrow(/1 loops; expected 2 or more/);
    expect(() => loopArray(geometry, new Float64Array(nVoxels), array)).toThrow(/holds no animal/);
  });
});
