// Signals in closed form beside the Bloch-McConnell equations, where both hold: they meet to 1e-4 and usually far better.
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/index.ts';
import { blochMcConnell, type Pool, type PulseSteps } from './index.ts';

const random = new Random(2026);
const between = (low: number, high: number): number => low + (high - low) * random.next();
const TRIALS = 25;

const free = (duration_s: number): PulseSteps => ({ dwell_s: duration_s, b1_Hz: new Float64Array(2), gradient_HzPerM: new Float64Array(1) }); // prettier-ignore
/** About x, so short that nothing else happens. */
const hard = (flip_rad: number, duration_s = 1e-9): PulseSteps => ({
  dwell_s: duration_s,
  b1_Hz: Float64Array.of(flip_rad / (2 * Math.PI * duration_s), 0),
  gradient_HzPerM: new Float64Array(1),
});
const drawnPool = (): Pool => ({
  frequency_Hz: between(-40, 40),
  t1_s: between(0.3, 3),
  t2_s: between(0.03, 0.25),
  equilibrium: 1,
});
const alone = (pool: Pool) => ({ pools: [pool], rates_perS: [] });
const near = (actual: number, exact: number): void => expect(Math.abs(actual - exact)).toBeLessThan(1e-4);

describe('Bloch-McConnell and closed forms', () => {
  it('agree on the steady state of spoiled pulses (Ernst)', () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const pool = drawnPool(),
        flip = between(0.05, 1.5),
        repetition_s = between(0.05, 0.4) * pool.t1_s;
      let z = 1,
        transverse = 0;
      for (let n = 0; n < 400; n++) {
        const m = blochMcConnell(alone(pool), hard(flip), [0, 0, z]);
        transverse = Math.hypot(m[0]!, m[1]!);
        z = blochMcConnell(alone(pool), free(repetition_s), [0, 0, m[2]!])[2]!;
      }
      const e1 = Math.exp(-repetition_s / pool.t1_s);
      near(transverse, (Math.sin(flip) * (1 - e1)) / (1 - e1 * Math.cos(flip)));
    }
  });

  it('agree on the decay of hyperpolarized label under pulses', () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const pool = { ...drawnPool(), equilibrium: 0 },
        flip = between(0.05, 0.6),
        repetition_s = between(0.1, 0.5);
      let z = 1;
      for (let n = 0; n < 20; n++) z = blochMcConnell(alone(pool), free(repetition_s), [0, 0, blochMcConnell(alone(pool), hard(flip), [0, 0, z])[2]!])[2]!; // prettier-ignore
      near(z, Math.exp(20 * Math.log(Math.cos(flip)) - (20 * repetition_s) / pool.t1_s));
    }
  });

  it('agree on balanced steady states at any offset (Freeman and Hill), and on their ellipse', () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const pool = { ...drawnPool(), t1_s: between(0.3, 1) },
        flip = between(0.2, 1.5),
        repetition_s = between(0.005, 0.03);
      let m: ArrayLike<number> = [0, 0, 1],
        after = m;
      for (let n = 0; n * repetition_s < 14 * pool.t1_s; n++) {
        after = blochMcConnell(alone(pool), hard(flip), m);
        m = blochMcConnell(alone(pool), free(repetition_s), after);
      }
      const e1 = Math.exp(-repetition_s / pool.t1_s),
        e2 = Math.exp(-repetition_s / pool.t2_s),
        c = Math.cos(flip),
        s = Math.sin(flip),
        turn = 2 * Math.PI * pool.frequency_Hz * repetition_s;
      // M+ = i M (1 - a exp(i turn)) / (1 - b cos turn) just after the pulse
      const below = (1 - e1 * c) * (1 - e2 * Math.cos(turn)) - e2 * (e1 - c) * (e2 - Math.cos(turn));
      near(after[0]!, (-(1 - e1) * e2 * s * -Math.sin(turn)) / below);
      near(after[1]!, ((1 - e1) * s * (1 - e2 * Math.cos(turn))) / below);
      // the ellipse: turned into its own axes, (M+ = M (1 - a exp(i turn)) / (1 - b cos turn))
      const b = (e2 * (1 - e1) * (1 + c)) / (1 - e1 * c - e2 * e2 * (e1 - c)),
        size = ((1 - e1) * s) / (1 - e1 * c - e2 * e2 * (e1 - c));
      near(Math.hypot(after[0]!, after[1]!), (size * Math.hypot(1 - e2 * Math.cos(turn), e2 * Math.sin(turn))) / (1 - b * Math.cos(turn))); // prettier-ignore
    }
  });

  it('agree on two pools that exchange on resonance, and at different frequencies', () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const apart_Hz = trial % 2 === 0 ? 0 : between(5, 300),
        [forth, back] = [between(0.1, 60), between(0.1, 60)],
        time_s = between(0.005, 0.1);
      const pools = [drawnPool(), drawnPool()].map((pool, p) => ({ ...pool, frequency_Hz: p * apart_Hz }));
      const m = blochMcConnell({ pools, rates_perS: [[0, forth], [back, 0]] }, free(time_s), [1, 0, 0, 0.4, 0, 0]); // prettier-ignore
      // M' = A M with A = [[-1/T2a - forth, back], [forth, -1/T2b - back - 2 pi i f]]; exp(A t) by mean and half difference of its eigenvalues
      const p = -1 / pools[0]!.t2_s - forth,
        q = -1 / pools[1]!.t2_s - back,
        w = -2 * Math.PI * apart_Hz;
      const [half, halfW] = [(p - q) / 2, -w / 2];
      const square = [half * half - halfW * halfW + forth * back, 2 * half * halfW] as const;
      const length = Math.sqrt(Math.hypot(...square)),
        angle = Math.atan2(square[1], square[0]) / 2;
      const root = [length * Math.cos(angle) * time_s, length * Math.sin(angle) * time_s] as const;
      const cosh = [Math.cosh(root[0]) * Math.cos(root[1]), Math.sinh(root[0]) * Math.sin(root[1])] as const;
      const sinh = [Math.sinh(root[0]) * Math.cos(root[1]), Math.cosh(root[0]) * Math.sin(root[1])] as const;
      const norm = root[0] * root[0] + root[1] * root[1];
      const ratio = [((sinh[0] * root[0] + sinh[1] * root[1]) * time_s) / norm, ((sinh[1] * root[0] - sinh[0] * root[1]) * time_s) / norm] as const; // prettier-ignore
      const decay = Math.exp(((p + q) / 2) * time_s),
        phase = (w / 2) * time_s;
      const turned = (re: number, im: number): [number, number] => [decay * (re * Math.cos(phase) - im * Math.sin(phase)), decay * (re * Math.sin(phase) + im * Math.cos(phase))]; // prettier-ignore
      const times = half * ratio[0] - halfW * ratio[1],
        timesW = half * ratio[1] + halfW * ratio[0];
      const first = turned(cosh[0] + times + 0.4 * back * ratio[0], cosh[1] + timesW + 0.4 * back * ratio[1]),
        second = turned(0.4 * (cosh[0] - times) + forth * ratio[0], 0.4 * (cosh[1] - timesW) + forth * ratio[1]);
      near(m[0]!, first[0]);
      near(m[1]!, first[1]);
      near(m[3]!, second[0]);
      near(m[4]!, second[1]);
    }
  });

  it('agree on longitudinal label that exchanges and relaxes', () => {
    for (let trial = 0; trial < TRIALS; trial++) {
      const rate = between(0.01, 2),
        time_s = between(0.1, 3);
      const pools = [drawnPool(), drawnPool()].map((pool) => ({ ...pool, equilibrium: 0 }));
      const m = blochMcConnell({ pools, rates_perS: [[0, rate], [0, 0]] }, free(time_s), [0, 0, 1, 0, 0, 0]); // prettier-ignore
      const away = 1 / pools[0]!.t1_s + rate,
        lost = 1 / pools[1]!.t1_s;
      near(m[2]!, Math.exp(-away * time_s));
      near(m[5]!, (rate * (Math.exp(-lost * time_s) - Math.exp(-away * time_s))) / (away - lost));
    }
  });
});
