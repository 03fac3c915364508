import { describe, expect, it } from 'vitest';
import { farthest, turnsBySine } from '../../../../test/rivals/turns.ts';
import { Random } from '../../../base/index.ts';
import { afterPulse, makeBlochKernel, OFFSETS_ERROR, offsetRotations, PLAIN_BLOCH, pulseRotations, type PulseSteps } from '../index.ts'; // prettier-ignore

const random = new Random(77);
const fast = makeBlochKernel();
const drawn = (n: number, size: number): Float64Array => Float64Array.from({ length: n }, () => size * random.normal());
const pulseOf = (nSteps: number, b1: number, gradient: number, dwell_s = 5e-6): PulseSteps => ({
  dwell_s,
  b1_Hz: drawn(2 * nSteps, b1),
  gradient_HzPerM: drawn(nSteps, gradient),
});
type Complex = readonly [number, number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const conj = ([re, im]: Complex): Complex => [re, -im];
const partsOf = (pair: Float64Array): [Complex, Complex] => [[pair[0]!, pair[1]!], [pair[2]!, pair[3]!]]; // prettier-ignore

/** First one, then the other: a' = c a - conj(d) b, b' = d a + conj(c) b. */
function after(first: Float64Array, second: Float64Array): Float64Array {
  const [a, b] = partsOf(first),
    [c, d] = partsOf(second);
  const [ca, db, da, cb] = [times(c, a), times(conj(d), b), times(d, a), times(conj(c), b)];
  return Float64Array.of(ca[0] - db[0], ca[1] - db[1], da[0] + cb[0], da[1] + cb[1]);
}

describe('kernels', () => {
  it('agree in every digit, for any number of spins and any angle', () => {
    for (const [n, b1, gradient, dwell_s] of [
      [1, 300, 1e5, 5e-6],
      [7, 3000, 1e6, 1e-5],
      [50, 2e4, 1e7, 1e-3],
    ] as const) {
      // prettier-ignore
      const pulse = pulseOf(90, b1, gradient, dwell_s),
        positions = drawn(n, 0.01),
        lines = [-200, 0, 333.3];
      expect(pulseRotations(pulse, positions, lines, 0.9, fast)).toEqual(pulseRotations(pulse, positions, lines, 0.9, PLAIN_BLOCH)); // prettier-ignore
    }
    const pulse = pulseOf(40, 500, 0);
    const offsets = drawn(5001, 4000);
    expect(offsetRotations(pulse, offsets, 1, fast)).toEqual(offsetRotations(pulse, offsets, 1, PLAIN_BLOCH));
  });

  it('meet turns by sine and cosine to 1e-12', () => {
    const pulse = pulseOf(1000, 800, 4e5),
      positions = drawn(60, 0.01);
    const theirs = turnsBySine(pulse, positions, new Float64Array(60).fill(70));
    expect(farthest(pulseRotations(pulse, positions, [70], 1, fast), theirs)).toBeLessThan(1e-12);
    const wide = pulseOf(50, 2e4, 1e7, 2e-5); // many whole turns in a step
    const largest = turnsBySine(wide, positions, new Float64Array(60));
    expect(farthest(pulseRotations(wide, positions, [0], 1, fast), largest)).toBeLessThan(1e-11);
  });

  it('take equal steps as one, and an empty pulse as none', () => {
    const steady = (n: number): PulseSteps => ({
      dwell_s: 1e-5,
      b1_Hz: Float64Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? 310 : -45)),
      gradient_HzPerM: new Float64Array(n).fill(2e5),
    });
    const positions = drawn(9, 0.01),
      zeros = new Float64Array(9);
    const rotations = pulseRotations(steady(20_000), positions, [0]);
    expect(farthest(rotations, turnsBySine(steady(20_000), positions, zeros))).toBeLessThan(1e-10);
    expect([...pulseRotations(steady(0), [0.1], [5])]).toEqual([1, 0, 0, 0]);
  });
});

describe('rotations', () => {
  it('have length one; in two parts they are the product; reversed in time with the field turned round they are undone', () => {
    for (let trial = 0; trial < 20; trial++) {
      const pulse = pulseOf(200, 1000, 5e5),
        position = 0.01 * random.normal(),
        frequency = 300 * random.normal();
      const part = (from: number, to: number): PulseSteps => ({
        dwell_s: pulse.dwell_s,
        b1_Hz: pulse.b1_Hz.subarray(2 * from, 2 * to),
        gradient_HzPerM: pulse.gradient_HzPerM.subarray(from, to),
      });
      const [whole, first, second] = [part(0, 200), part(0, 77), part(77, 200)].map((p) => pulseRotations(p, [position], [frequency])); // prettier-ignore
      expect(Math.hypot(...whole!)).toBeCloseTo(1, 13);
      expect(farthest(after(first!, second!), whole!)).toBeLessThan(1e-13);
      const b1 = new Float64Array(400);
      for (let n = 0; n < 200; n++) b1.set([-pulse.b1_Hz[2 * (199 - n)]!, -pulse.b1_Hz[2 * (199 - n) + 1]!], 2 * n);
      const back = { ...pulse, b1_Hz: b1, gradient_HzPerM: pulse.gradient_HzPerM.map((g) => -g).reverse() };
      const undone = after(whole!, pulseRotations(back, [position], [-frequency]));
      expect(farthest(undone, [1, 0, 0, 0])).toBeLessThan(1e-13);
    }
  });

  it('of a hard pulse off resonance are Rabi’s formula', () => {
    for (const [b1, offset, time_s] of [
      [250, 0, 1e-3],
      [100, 300, 2e-3],
      [40, -25, 0.02],
    ] as const) {
      // prettier-ignore
      const pulse = { dwell_s: time_s / 50, b1_Hz: Float64Array.from({ length: 100 }, (_, i) => (i % 2 ? 0 : b1)), gradient_HzPerM: new Float64Array(50) }; // prettier-ignore
      const z = afterPulse(pulseRotations(pulse, [0], [offset]))[2]!;
      const field = Math.hypot(b1, offset);
      expect(z).toBeCloseTo(1 - 2 * (b1 / field) ** 2 * Math.sin(Math.PI * field * time_s) ** 2, 12);
    }
  });

  it('of a hyperbolic secant follow the closed form at any strength (Silver, Joseph, Hoult 1985)', () => {
    // B1 = w1 sech(beta t)^(1 + i mu): Mz = tanh(x + y) tanh(x - y) + sech(x + y) sech(x - y) cos(pi sqrt((w1 / beta)^2 - mu^2)), x = pi w / (2 beta), y = pi mu / 2
    const beta = 2000,
      offsets = [0, 400, 1500, -2200, 5000];
    const errorsOf = (mu: number, strength: number, n: number): number[] => {
      const dwell_s = 48 / beta / n;
      const b1_Hz = new Float64Array(2 * n);
      for (let i = 0; i < n; i++) {
        const sech = 1 / Math.cosh(beta * (i + 0.5 - n / 2) * dwell_s),
          amplitude = (strength * beta * sech) / (2 * Math.PI);
        b1_Hz[2 * i] = amplitude * Math.cos(mu * Math.log(sech));
        b1_Hz[2 * i + 1] = amplitude * Math.sin(mu * Math.log(sech));
      }
      const m = afterPulse(offsetRotations({ dwell_s, b1_Hz }, offsets));
      const root = strength * strength - mu * mu;
      const turn = root > 0 ? Math.cos(Math.PI * Math.sqrt(root)) : Math.cosh(Math.PI * Math.sqrt(-root));
      const y = (Math.PI * mu) / 2;
      return offsets.map((offset, i) => {
        const x = (Math.PI * Math.PI * offset) / beta;
        const exact = Math.tanh(x + y) * Math.tanh(x - y) + turn / (Math.cosh(x + y) * Math.cosh(x - y));
        return m[3 * i + 2]! - exact;
      });
    };
    for (const [mu, strength] of [
      [5, 8],
      [3, 2],
      [2, 5],
    ] as const) {
      // prettier-ignore
      const coarse = errorsOf(mu, strength, 5000),
        fine = errorsOf(mu, strength, 10_000);
      fine.forEach((error, i) => {
        expect(Math.abs(error)).toBeLessThan(1e-5);
        expect(Math.abs(4 * error - coarse[i]!) / 3).toBeLessThan(1e-8); // of second order in the step
      });
    }
  });
});

describe('by offset', () => {
  it('agree with one by one within the bound, for weak, strong and long pulses, ordered or not', () => {
    for (const [nSteps, b1, width] of [
      [300, 200, 3000],
      [64, 3e4, 2e5],
      [2000, 900, 800],
      [1, 500, 1e6],
    ] as const) {
      // prettier-ignore
      const pulse = pulseOf(nSteps, b1, 0);
      const offsets = drawn(3000, width);
      const one = pulseRotations(pulse, [0], offsets);
      expect(farthest(offsetRotations(pulse, offsets), one)).toBeLessThan(OFFSETS_ERROR + 3e-13); // rounding of both
    }
  });

  it('hold the bound that is claimed: 4 exp(5 (r - 1/r) / 2) r^-23 / (r - 1)', () => {
    const r = 9.2;
    expect((4 * Math.exp(2.5 * (r - 1 / r) - 23 * Math.log(r))) / (r - 1)).toBeLessThan(OFFSETS_ERROR);
  });

  it('take a spin alone, none, and edges of intervals', () => {
    const pulse = pulseOf(100, 500, 0);
    expect(offsetRotations(pulse, []).length).toBe(0);
    expect(farthest(offsetRotations(pulse, [1e4]), pulseRotations(pulse, [0], [1e4]))).toBeLessThan(1e-14);
    const width = 10 / (Math.PI * 5e-4);
    const edges = Array.from({ length: 4000 }, (_, i) => ((i % 9) - 4) * width);
    expect(farthest(offsetRotations(pulse, edges), pulseRotations(pulse, [0], edges))).toBeLessThan(6e-13);
  });

  it('refuse what is not a number, or not of one length', () => {
    const pulse = pulseOf(4, 500, 0);
    expect(() => offsetRotations(pulse, [0, NaN])).toThrow('expected finite numbers');
    expect(() => pulseRotations({ ...pulse, b1_Hz: new Float64Array(7) }, [0], [0])).toThrow('7 numbers of b1_Hz');
    expect(() => pulseRotations({ ...pulse, dwell_s: Infinity }, [0], [0])).toThrow('step 1 of the pulse');
  });
});
