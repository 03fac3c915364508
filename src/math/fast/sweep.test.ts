import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { unitaryOfSymmetric } from '../complex/index.ts';
import { sweepInto, sweepMatrix, type Schedule } from './sweep.ts';
import { makePairKernel, sweepThreePair } from './sweep-three-wasm.ts';
import { makeSweepKernel } from './sweep-wasm.ts';
import { sweepThreeInto } from './sweep-three.ts';

/** Random A and D, a schedule of random steps with kicks, and one random vector. */
function draw(
  size: number,
  random: Random,
  turns: number,
): { a: Float64Array; d: Float64Array; schedule: Schedule; x: Float64Array } {
  const a = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k <= i; k++)
      a[i * size + k] = a[k * size + i] = random.next() < 0.3 && i !== k ? 0 : random.normal();
  const d = Float64Array.from({ length: size }, () => Math.round(random.normal()));
  const n = 5;
  const schedule = {
    n,
    mean_T: Float64Array.from({ length: n }, () => random.normal()),
    step_s: Float64Array.from({ length: n }, () => turns * random.next()),
    kick_Ts: Float64Array.from({ length: n + 1 }, () => 0.1 * random.normal()),
  };
  return { a, d, schedule, x: Float64Array.from({ length: 2 * size }, () => random.normal()) };
}

/** The same by full diagonalisation. */
function exact(a: Float64Array, d: Float64Array, s: Schedule, x: Float64Array): Float64Array {
  const size = d.length;
  let now = x.slice();
  const kick = (angle: number): void => {
    for (let i = 0; i < size; i++) {
      const c = Math.cos(2 * Math.PI * angle * d[i]!),
        q = Math.sin(2 * Math.PI * angle * d[i]!);
      const re = now[2 * i]!,
        im = now[2 * i + 1]!;
      now[2 * i] = c * re - q * im;
      now[2 * i + 1] = c * im + q * re;
    }
  };
  kick(s.kick_Ts[0]!);
  for (let step = 0; step < s.n; step++) {
    const h = a.slice();
    for (let i = 0; i < size; i++) h[i * size + i]! += s.mean_T[step]! * d[i]!;
    const u = unitaryOfSymmetric(h, size, s.step_s[step]!);
    const next = new Float64Array(2 * size);
    for (let i = 0; i < size; i++)
      for (let k = 0; k < size; k++) {
        const p = 2 * (i * size + k);
        next[2 * i]! += u[p]! * now[2 * k]! - u[p + 1]! * now[2 * k + 1]!;
        next[2 * i + 1]! += u[p]! * now[2 * k + 1]! + u[p + 1]! * now[2 * k]!;
      }
    now = next;
    kick(s.kick_Ts[step + 1]!);
  }
  return now;
}

const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i]!)), 0);

describe('the sweep kernels', () => {
  test('sweepInto is the exact exponential for any system and length of step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer(), fc.constantFrom(0.01, 0.3, 3), (size, seed, turns) => {
        const { a, d, schedule, x } = draw(size, new Random(seed), turns);
        const ours = x.slice();
        sweepInto(ours, 1, sweepMatrix(a, d), schedule, 1e-13);
        expect(gap(ours, exact(a, d, schedule, x))).toBeLessThan(1e-10);
      }),
      { numRuns: 60 },
    );
  });
  test('the WebAssembly twin does the same, with any number of columns and kicks or none', () => {
    const twin = makeSweepKernel();
    expect(twin).not.toBe(sweepInto);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        fc.boolean(),
        (size, columns, seed, kicks) => {
          const random = new Random(seed);
          const { a, d, schedule } = draw(size, random, 0.5);
          if (!kicks) schedule.kick_Ts.fill(0);
          const x = Float64Array.from({ length: 2 * size * columns }, () => random.normal());
          const plain = x.slice(),
            fast = x.slice();
          sweepInto(plain, columns, sweepMatrix(a, d), schedule, 1e-13);
          twin(fast, columns, sweepMatrix(a, d), schedule, 1e-13);
          expect(gap(plain, fast)).toBeLessThan(1e-11);
        },
      ),
      { numRuns: 60 },
    );
  });
  test('sweepThreeInto is the same up to a phase, close and equal levels included', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(0.001, 0.05, 0.3, 3),
        fc.constantFrom(0, 1e-9, 1e-4, 1),
        (seed, turns, off) => {
          const { a, d, schedule, x } = draw(3, new Random(seed), turns);
          for (let i = 0; i < 9; i++) if (i % 4 !== 0) a[i]! *= off;
          if (off === 0) a[4] = a[0]!;
          const ours = x.slice();
          sweepThreeInto(ours, sweepMatrix(a, d), schedule);
          const theirs = exact(a, d, schedule, x);
          for (let i = 0; i < 3; i++)
            for (let k = 0; k < 3; k++) {
              const product = (v: Float64Array): [number, number] => [
                v[2 * i]! * v[2 * k]! + v[2 * i + 1]! * v[2 * k + 1]!,
                v[2 * i + 1]! * v[2 * k]! - v[2 * i]! * v[2 * k + 1]!,
              ];
              const [p, q] = [product(ours), product(theirs)];
              expect(Math.hypot(p[0] - q[0], p[1] - q[1])).toBeLessThan(1e-10);
            }
        },
      ),
      { numRuns: 200 },
    );
  });
  test('the pair twin does the same, for long and short steps', () => {
    const twin = makePairKernel();
    expect(twin).not.toBe(sweepThreePair);
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom(0.001, 0.05, 0.3, 3),
        fc.constantFrom(0, 1e-9, 1e-4, 1),
        fc.boolean(),
        (seed, turns, off, kicks) => {
          const random = new Random(seed);
          const first = draw(3, random, turns),
            second = draw(3, random, turns);
          for (let i = 0; i < 9; i++) if (i % 4 !== 0) first.a[i]! *= off;
          if (!kicks) first.schedule.kick_Ts.fill(0);
          const [m0, m1] = [sweepMatrix(first.a, first.d), sweepMatrix(second.a, second.d)];
          const plain = [first.x.slice(), second.x.slice()] as const,
            fast = [first.x.slice(), second.x.slice()] as const;
          sweepThreePair(plain[0], m0, plain[1], m1, first.schedule);
          twin(fast[0], m0, fast[1], m1, first.schedule);
          for (const lane of [0, 1] as const) {
            for (let i = 0; i < 3; i++) {
              const size = (x: Float64Array): number => x[2 * i]! * x[2 * i]! + x[2 * i + 1]! * x[2 * i + 1]!;
              expect(Math.abs(size(plain[lane]) - size(fast[lane]))).toBeLessThan(1e-11);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
