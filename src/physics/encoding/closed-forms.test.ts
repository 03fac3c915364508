// Signals known in closed form beside the Bloch-McConnell equations played pulse by pulse, for parameters drawn from a seed.
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { blochMcConnell, type Pool, type Pools, type PulseSteps } from './index.ts';

/** Too short for relaxation to matter at 1e-4. */
const PULSE_s = 1e-7;
const pulse = (flip_rad: number): PulseSteps => ({
  dwell_s: PULSE_s,
  b1_Hz: Float64Array.of(flip_rad / (2 * Math.PI * PULSE_s), 0),
  gradient_HzPerM: new Float64Array(1),
});
const free = (duration_s: number): PulseSteps => ({
  dwell_s: duration_s,
  b1_Hz: new Float64Array(2),
  gradient_HzPerM: new Float64Array(1),
});
const alone = (pool: Pool): Pools => ({ pools: [pool], rates_perS: [] });
const between = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

const random = new Random(11);
const cases = Array.from({ length: 8 }, () => {
  const t1_s = between(random, 0.1, 0.3);
  return {
    t1_s,
    t2_s: t1_s * between(random, 0.1, 0.9),
    flip_rad: between(random, 0.1, 1.5),
    tr_s: between(random, 0.01, 0.03),
    equilibrium: 1,
    frequency_Hz: 0,
  };
});

describe('Bloch-McConnell meets closed forms to 1e-4', () => {
  it('the spoiled steady state of Ernst', () => {
    for (const { flip_rad, tr_s, ...pool } of cases) {
      let z = 1,
        signal = 0;
      for (let n = 0; n < 400; n++) {
        const after = blochMcConnell(alone(pool), pulse(flip_rad), [0, 0, z]);
        signal = after[1]!;
        z = blochMcConnell(alone(pool), free(tr_s), after)[2]!;
      }
      const e1 = Math.exp(-tr_s / pool.t1_s);
      const ernst = (Math.sin(flip_rad) * (1 - e1)) / (1 - Math.cos(flip_rad) * e1);
      expect(Math.abs(signal / ernst - 1)).toBeLessThan(1e-4);
    }
  });

  it('the balanced steady state of Freeman and Hill, on resonance with alternating pulses', () => {
    for (const { flip_rad, tr_s, ...pool } of cases) {
      let m = Float64Array.of(0, 0, 1),
        signal = 0;
      for (let n = 0; n < 400; n++) {
        const after = blochMcConnell(alone(pool), pulse(n % 2 === 0 ? flip_rad : -flip_rad), m);
        signal = Math.hypot(after[0]!, after[1]!);
        m = Float64Array.from(blochMcConnell(alone(pool), free(tr_s), after));
      }
      const e1 = Math.exp(-tr_s / pool.t1_s),
        e2 = Math.exp(-tr_s / pool.t2_s);
      const balanced = ((1 - e1) * Math.sin(flip_rad)) / (1 - (e1 - e2) * Math.cos(flip_rad) - e1 * e2);
      expect(Math.abs(signal / balanced - 1)).toBeLessThan(1e-4);
    }
  });

  it('hyperpolarized label that pulses and T1 spend', () => {
    for (const { flip_rad, tr_s, ...pool } of cases) {
      const label = alone({ ...pool, equilibrium: 0 });
      let z = 1;
      for (let n = 0; n < 8; n++) z = blochMcConnell(label, free(tr_s), blochMcConnell(label, pulse(flip_rad), [0, 0, z]))[2]!; // prettier-ignore
      let left = Math.exp((-8 * tr_s) / pool.t1_s);
      for (let n = 0; n < 8; n++) left *= Math.cos(flip_rad);
      expect(Math.abs(z - left)).toBeLessThan(1e-4 * left + 1e-7);
    }
  });

  it('the free decay of two pools that exchange on resonance', () => {
    for (const { t2_s, ...one } of cases) {
      const other = { ...one, t2_s: t2_s * between(random, 0.2, 2) };
      const ab = between(random, 0, 40),
        ba = between(random, 0, 40),
        t = between(random, 0.005, 0.05);
      const out = blochMcConnell({ pools: [{ ...one, t2_s }, other], rates_perS: [[0, ab], [ba, 0]] }, free(t), [1, 0, 0, 0, 0, 0]); // prettier-ignore
      const a = -1 / t2_s - ab,
        b = -1 / other.t2_s - ba;
      const mean = (a + b) / 2,
        half = (a - b) / 2;
      const split = Math.sqrt(half * half + ab * ba);
      const decay = Math.exp(mean * t),
        odd = Math.sinh(split * t) / split;
      expect(Math.abs(out[0]! - decay * (Math.cosh(split * t) + odd * half))).toBeLessThan(1e-11);
      expect(Math.abs(out[3]! - decay * odd * ab)).toBeLessThan(1e-11);
    }
  });
});
