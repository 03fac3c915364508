import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOX_BOLUS } from './bolus.ts';
import { simulateExchange } from './exchange.ts';
import { emptyInflow, inflowInto, inflowPair } from './inflow.ts';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Product that the exchange itself makes while a constant input brings the substrate from z0 to z1. */
function made(loss: number, r1: number, dt: number, rate: number, z0: number, z1: number): number {
  const run = (start: number, amplitude: number) =>
    simulateExchange(
      {
        r1_perS: [loss - rate, r1],
        rates_perS: [
          [0, rate],
          [0, 0],
        ],
        initial: [start, 0],
        input: { bolus: BOX_BOLUS, shape: [0, dt], amplitude },
      },
      [dt],
      [[0], [0]],
      0,
    ).mz;
  const [kept, fed] = [run(z0, 0), run(0, 1)];
  const amplitude = (z1 - kept[0]![0]!) / fed[0]![0]!;
  return kept[1]![0]! + amplitude * fed[1]![0]!;
}

describe('inflow between two measured values', () => {
  it('is what exchange with a constant input makes', () => {
    const cases = fc.tuple(real(0.01, 0.5), real(0.005, 0.2), real(0.5, 5), real(0, 10), real(0, 10));
    fc.assert(
      fc.property(cases, ([loss, r1, dt, z0, z1]) => {
        const [c0, c1] = inflowPair(loss, r1, dt);
        // The quadrature of the box is exact to 1e-14, its division by the input costs a digit or two.
        expect(Math.abs(c0 * z0 + c1 * z1 - made(loss, r1, dt, 1e-3, z0, z1) / 1e-3)).toBeLessThan(1e-9);
      }),
    );
  });
  it('gives the same pair with and without derivatives', () => {
    const c = emptyInflow();
    inflowInto(c, 0.08, 0.04, 2);
    expect(inflowPair(0.08, 0.04, 2)).toEqual([c.c0, c.c1]);
  });
  it('is half of each value times the interval where nothing decays', () => {
    expect(inflowPair(0, 0, 3)).toEqual([expect.closeTo(1.5, 14), expect.closeTo(1.5, 14)]);
  });
  it('has its derivatives right, also where the rates coincide or are negative', () => {
    const c = emptyInflow();
    for (const [loss, r1] of [
      [0.08, 0.04],
      [0.04, 0.04],
      [0.0400001, 0.04],
      [-0.2, 0.05],
      [1.5, 0.03],
      [0, 0],
    ] as const) {
      const dt = 2;
      const h = 1e-5;
      inflowInto(c, loss, r1, dt);
      const byLoss = [0, 1].map((k) => (inflowPair(loss + h, r1, dt)[k]! - inflowPair(loss - h, r1, dt)[k]!) / (2 * h));
      const byR1 = [0, 1].map((k) => (inflowPair(loss, r1 + h, dt)[k]! - inflowPair(loss, r1 - h, dt)[k]!) / (2 * h));
      // Central differences: h^2 f''' / 6 + 1e-15 / h.
      expect(c.c0ByLoss).toBeCloseTo(byLoss[0]!, 8);
      expect(c.c1ByLoss).toBeCloseTo(byLoss[1]!, 8);
      expect(c.c0ByR1).toBeCloseTo(byR1[0]!, 8);
      expect(c.c1ByR1).toBeCloseTo(byR1[1]!, 8);
    }
  });
});
