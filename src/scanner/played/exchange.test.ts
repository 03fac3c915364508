import { describe, expect, it } from 'vitest';
import { blochMcConnell, type Pools } from '../../physics/encoding/index.ts';
import { staticSignal } from '../raw/static-signal.ts';
import { exchangedSignal, exchangeWeights } from './exchange.ts';

const pools: Pools = {
  pools: [
    { frequency_Hz: 0, t1_s: 30, t2_s: 0.3, equilibrium: 0 },
    { frequency_Hz: -90, t1_s: 25, t2_s: 0.2, equilibrium: 0 },
    { frequency_Hz: 160, t1_s: 20, t2_s: 0.1, equilibrium: 0 },
  ],
  rates_perS: [[0, 40, 5], [10, 0, 0], [0, 25, 0]],
}; // prettier-ignore
const never: Pools = { pools: pools.pools.map((pool) => ({ ...pool, t2_s: Infinity })), rates_perS: [] };

describe('exchange during a readout', () => {
  it('meets Bloch and McConnell on spins in a gradient to 1e-4, and far below', () => {
    const dwell_s = 2e-4,
      n = 40,
      gradient_HzPerM = 2e5;
    const places = [-3e-3, 1e-3, 4e-3];
    // transverse magnetization of each pool at each place, unlike in size
    const start = places.map((_, v) => [1 + v, 0.4 - 0.2 * v, 0.3 * v]);
    const times_s = Float64Array.from({ length: n }, (_, i) => (i + 1) * dwell_s);
    const k_perM = Float64Array.from({ length: 3 * n }, (_, i) => (i % 3 === 0 ? gradient_HzPerM * times_s[Math.floor(i / 3)]! : 0)); // prettier-ignore
    const signals = [0, 1, 2].map((pool) =>
      staticSignal(
        {
          position_m: Float64Array.from(places.flatMap((x) => [x, 0, 0])),
          magnetization: Float64Array.from(start.flatMap((m) => [m[pool]!, 0])),
          frequency_Hz: new Float64Array(3),
          t2Star_s: new Float64Array(3).fill(Infinity),
        },
        k_perM,
        times_s,
      ),
    );
    const quick = exchangedSignal(exchangeWeights(pools, times_s), signals);
    const steps = (count: number) => ({ dwell_s, b1_Hz: new Float64Array(2 * count), gradient_HzPerM: new Float64Array(count).fill(gradient_HzPerM) }); // prettier-ignore
    let without = 0;
    for (let i = 0; i < n; i += 13) {
      let re = 0,
        im = 0;
      places.forEach((x, v) => {
        const m = blochMcConnell(pools, steps(i + 1), start[v]!.flatMap((size) => [size, 0, 0]), x); // prettier-ignore
        for (let pool = 0; pool < 3; pool++) {
          re += m[3 * pool]!;
          im += m[3 * pool + 1]!;
        }
      });
      const size = Math.hypot(re, im);
      expect(Math.hypot(quick[2 * i]! - re, quick[2 * i + 1]! - im) / Math.max(1, size)).toBeLessThan(1e-9);
      const still = exchangedSignal(exchangeWeights({ ...pools, rates_perS: [] }, times_s), signals);
      without = Math.max(without, Math.hypot(still[2 * i]! - re, still[2 * i + 1]! - im));
    }
    expect(without).toBeGreaterThan(0.01); // it matters here
  });

  it('without rates or decay only turns', () => {
    const times_s = Float64Array.of(0, 1e-3, 1.7e-3);
    exchangeWeights(never, times_s).forEach((u, pool) => {
      times_s.forEach((t, i) => {
        const angle = -2 * Math.PI * never.pools[pool]!.frequency_Hz * t;
        expect(Math.hypot(u[2 * i]! - Math.cos(angle), u[2 * i + 1]! - Math.sin(angle))).toBeLessThan(1e-12);
      });
    });
  });

  it('at rates of the body changes a readout of 30 ms by less than its square', () => {
    const slow: Pools = { ...never, rates_perS: [[0, 0.02, 0]] };
    const at = Float64Array.of(0.03);
    const change = exchangeWeights(slow, at)[0]!.map((u, i) => u - exchangeWeights(never, at)[0]![i]!);
    expect(Math.hypot(...change)).toBeLessThan(2 * 0.02 * 0.03);
  });

  it('refuses times that fall', () => {
    expect(() => exchangeWeights(pools, Float64Array.of(2e-3, 1e-3))).toThrow(/rising times from 0/);
  });
});
