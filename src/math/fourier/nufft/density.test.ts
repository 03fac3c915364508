import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/index.ts';
import { makeFourierKernel } from '../wasm/kernel.ts';
import { densityCompensation, spiralDensity } from './density.ts';
import { nufftPlan, type NufftPlan } from './plan.ts';
import { radialDensity } from './radial.ts';
import { voronoiDensity } from './voronoi.ts';

const kernel = makeFourierKernel();
const N = 48,
  SHAPE = [N, N];
const sum = (w: Float64Array): number => w.reduce((all, x) => all + x, 0);
const disc = (radius: number): number => (Math.PI * radius * radius) / (N * N);

/** `leaves` Archimedean spirals out to the edge, turns half a cycle per field of view apart. */
function spiral(leaves: number, perLeaf: number): Float64Array {
  return Float64Array.from({ length: 2 * leaves * perLeaf }, (_, i) => {
    const part = ((i >> 1) % perLeaf) / (perLeaf - 1),
      angle = 2 * Math.PI * ((N / leaves) * part + Math.floor((i >> 1) / perLeaf) / leaves);
    return (N / 2) * part * (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });
}

const GOLDEN = (Math.PI * (Math.sqrt(5) - 1)) / 2;
/** Whole spokes at `angle(i)`, samples half a cycle apart. */
function spokes(count: number, angle: (i: number) => number): Float64Array {
  const n = 2 * N + 1;
  return Float64Array.from({ length: 2 * count * n }, (_, i) => {
    const k = ((i >> 1) % n) / 2 - N / 2,
      a = angle(Math.floor((i >> 1) / n));
    return k * (i % 2 === 0 ? Math.sin(a) : Math.cos(a));
  });
}

/** J1(x) = mean of cos(t - x sin t) over half a turn. */
function besselJ1(x: number): number {
  let total = 0;
  for (let i = 0; i < 400; i++)
    total += Math.cos((Math.PI * (i + 0.5)) / 400 - x * Math.sin((Math.PI * (i + 0.5)) / 400));
  return total / 400;
}

/** Largest difference between the weighted point spread and that of a full disc, over the peak, for pixels up to a third of the field of view away. */
function spreadGap(plan: NufftPlan, weights: Float64Array, radius: number): number {
  const spread = plan.adjoint(
    Float64Array.from({ length: 2 * weights.length }, (_, i) => (i % 2 === 0 ? weights[i >> 1]! : 0)),
  );
  let worst = 0;
  for (let j = 0; j < N * N; j++) {
    const away = Math.hypot((j % N) - N / 2, Math.floor(j / N) - N / 2) / N;
    if (away > 1 / 3) continue;
    const expected = away === 0 ? disc(radius) : (radius * besselJ1(2 * Math.PI * radius * away)) / (away * N * N);
    worst = Math.max(worst, Math.hypot(spread[2 * j]! - expected, spread[2 * j + 1]!));
  }
  return worst / disc(radius);
}

const even = spokes(160, (i) => (Math.PI * i) / 160),
  golden = spokes(160, (i) => GOLDEN * i),
  leaves = spiral(4, 1200);
const planOf = (trajectory: Float64Array): NufftPlan =>
  nufftPlan({ trajectory, shape: SHAPE, tolerance: 1e-6, kernel });

describe('weights by area', () => {
  test('cells fill the disc to 1e-12, for spirals, spokes, and samples anywhere', () => {
    const random = new Random(3);
    const anywhere = Float64Array.from({ length: 4000 }, () => N * (random.next() - 0.5));
    for (const trajectory of [leaves, even, golden, anywhere]) {
      expect(sum(voronoiDensity(trajectory, SHAPE, { radius: N / 2 })) / disc(N / 2)).toBeCloseTo(1, 12);
      expect(sum(voronoiDensity(trajectory, SHAPE, { radius: 9 })) / disc(9)).toBeCloseTo(1, 12);
    }
  });
  test('cells of a Cartesian grid are its squares, of one sample the disc, of two half of it', () => {
    const grid = Float64Array.from(
      { length: 2 * N * N },
      (_, i) => (i % 2 === 0 ? Math.floor(i / 2 / N) : (i >> 1) % N) - N / 2,
    );
    const weights = voronoiDensity(grid, SHAPE);
    for (let i = 0; i < N * N; i++)
      if (Math.hypot(grid[2 * i]!, grid[2 * i + 1]!) < N / 2 - 1) expect(weights[i]! * N * N).toBeCloseTo(1, 12);
    expect(voronoiDensity(Float64Array.of(1, 0), SHAPE, { radius: 3 })[0]).toBeCloseTo(disc(3), 14);
    const two = voronoiDensity(Float64Array.of(1, 1, -1, -1), SHAPE, { radius: 3 });
    expect(two[0]).toBeCloseTo(disc(3) / 2, 14);
    // a circular segment: the disc beyond x = 1
    const far = voronoiDensity(Float64Array.of(0, 0, 2, 0), SHAPE, { radius: 3 });
    expect(far[1]! * N * N).toBeCloseTo(9 * Math.acos(1 / 3) - Math.sqrt(8), 12);
  });
  test('samples at one place share its cell', () => {
    const weights = voronoiDensity(Float64Array.of(1, 1, -1, -1, 1, 1), SHAPE, { radius: 3 });
    expect(weights[0]).toBeCloseTo(disc(3) / 4, 14);
    expect(weights[2]).toBe(weights[0]);
  });
  test('rings of spokes fill the disc, and shells the ball, whole or halved, outwards or inwards', () => {
    for (const trajectory of [even, golden])
      expect(sum(radialDensity(trajectory, SHAPE, 160)) / disc(N / 2 + 0.25)).toBeCloseTo(1, 12);
    const half = (out: boolean): Float64Array =>
      Float64Array.from({ length: 2 * 30 * 25 }, (_, i) => {
        const m = (i >> 1) % 25,
          a = GOLDEN * 2 * Math.floor((i >> 1) / 25);
        return (out ? m : 24 - m) * (i % 2 === 0 ? Math.sin(a) : Math.cos(a));
      });
    expect(sum(radialDensity(half(true), SHAPE, 30)) / disc(24.5)).toBeCloseTo(1, 12);
    expect(sum(radialDensity(half(false), SHAPE, 30)) / disc(24.5)).toBeCloseTo(1, 12);
    const ball = Float64Array.from({ length: 3 * 200 * 12 }, (_, i) => {
      const spoke = Math.floor(i / 36),
        z = 1 - (2 * spoke + 1) / 200,
        r = Math.sqrt(1 - z * z);
      return (Math.floor(i / 3) % 12) * [z, r * Math.sin(GOLDEN * 2 * spoke), r * Math.cos(GOLDEN * 2 * spoke)][i % 3]!;
    });
    expect(sum(radialDensity(ball, [24, 24, 24], 200)) * 24 * 24 * 24).toBeCloseTo(
      (4 / 3) * Math.PI * 11.5 * 11.5 * 11.5,
      8,
    );
  });
  test('rings and cells agree inside: spokes to 2%, spirals to 3%', () => {
    for (const [trajectory, rings, within] of [
      [even, radialDensity(even, SHAPE, 160), 0.02],
      [golden, radialDensity(golden, SHAPE, 160), 0.02],
      [leaves, spiralDensity(leaves, SHAPE, 4), 0.03],
    ] as const) {
      const cells = voronoiDensity(trajectory, SHAPE);
      let worst = 0;
      for (let m = 0; m < cells.length; m++) {
        const far = Math.hypot(trajectory[2 * m]!, trajectory[2 * m + 1]!);
        if (far > 3 && far < N / 2 - 1) worst = Math.max(worst, Math.abs(cells[m]! / rings[m]! - 1));
      }
      expect(worst).toBeLessThan(within);
    }
  });
  test('the point spread is that of the disc, to 0.3% of the peak', () => {
    const outer = N / 2;
    for (const [trajectory, weights, radius] of [
      [even, radialDensity(even, SHAPE, 160), outer + 0.25],
      [golden, radialDensity(golden, SHAPE, 160), outer + 0.25],
      [even, voronoiDensity(even, SHAPE), outer],
      [golden, voronoiDensity(golden, SHAPE), outer],
      [leaves, voronoiDensity(leaves, SHAPE), outer],
      [leaves, spiralDensity(leaves, SHAPE, 4), outer + outer / 1199 / 2],
    ] as const) {
      expect(spreadGap(planOf(trajectory), weights, radius)).toBeLessThan(0.003);
    }
  });
  test('weighted samples spread by the kernel are flat to 3%, by area as by iteration', () => {
    for (const [trajectory, weights] of [
      [golden, radialDensity(golden, SHAPE, 160)],
      [golden, voronoiDensity(golden, SHAPE)],
      [golden, densityCompensation(planOf(golden))],
      [leaves, voronoiDensity(leaves, SHAPE)],
      [leaves, densityCompensation(planOf(leaves))],
    ] as const) {
      const plan = planOf(trajectory);
      const flat = plan.convolve(
        Float64Array.from({ length: 2 * weights.length }, (_, i) => (i % 2 === 0 ? weights[i >> 1]! : 0)),
      );
      let worst = 0;
      for (let m = 0; m < weights.length; m++)
        if (Math.hypot(trajectory[2 * m]!, trajectory[2 * m + 1]!) < N / 2 - 4)
          worst = Math.max(worst, Math.abs(flat[2 * m]! / plan.convolutionIntegral - 1));
      expect(worst).toBeLessThan(0.03);
    }
  });
});

test('what does not fit is refused', () => {
  expect(() => voronoiDensity(new Float64Array(9), [4, 4, 4])).toThrow('2 axes');
  expect(() => voronoiDensity(new Float64Array(8), [4, 4])).toThrow('radius 0');
  expect(() => radialDensity(new Float64Array(9), [4, 4], 2)).toThrow('[2 spokes, samples, 2]');
  expect(() => radialDensity(new Float64Array(8), [4, 4], 2)).toThrow('spoke 0');
});
