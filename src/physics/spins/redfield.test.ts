// Relaxation by tumbling against closed forms, mostly of the shift tensors; the dipolar rates are held by `redfield.json`.
// J(w) = tau/(1 + w^2 tau^2); closed forms of Goldman, J. Magn. Reson. 149 (2001) 160, and Pileio, PNMRS 56 (2010) 217 (recalled), derived again here.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { complexMultiply } from '../../math/complex/index.ts';
import {
  denseHamiltonian_Hz,
  HBAR_JS,
  isotope,
  productOperator,
  readSpins,
  redfieldSuperoperator,
  type Axis,
  type SpinSite,
  type SpinSystem,
} from './index.ts';

type Matrix = readonly number[];

/** A random rotation, from a random unit quaternion. */
function rotation(random: Random): Matrix {
  const q = [0, 0, 0, 0].map(() => random.next() - 0.5);
  const length = Math.hypot(...q);
  const [w, x, y, z] = q.map((value) => value / length) as [number, number, number, number];
  return [
    1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
    2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
    2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
  ]; // prettier-ignore
}
const turned = (r: Matrix, v: readonly number[]): number[] =>
  [0, 1, 2].map((i) => r[3 * i]! * v[0]! + r[3 * i + 1]! * v[1]! + r[3 * i + 2]! * v[2]!);
const turnedTensor = (r: Matrix, a: Matrix): number[] =>
  Array.from({ length: 9 }, (_, e) => {
    let sum = 0;
    for (let k = 0; k < 3; k++)
      for (let l = 0; l < 3; l++) sum += r[3 * Math.floor(e / 3) + k]! * a[3 * k + l]! * r[3 * (e % 3) + l]!;
    return sum;
  });

/** Principal values: isotropic + anisotropy (2/3 along z), with asymmetry. */
const tensor = (anisotropy_ppm: number, eta = 0, isotropic_ppm = 0): number[] => {
  const part = anisotropy_ppm / 3;
  return [
    isotropic_ppm - part * (1 - eta),
    0,
    0,
    0,
    isotropic_ppm - part * (1 + eta),
    0,
    0,
    0,
    isotropic_ppm + 2 * part,
  ];
};

const systemOf = (spins: readonly SpinSite[], couplings_Hz: Record<string, number> = {}): SpinSystem => ({
  name: 'test',
  spins,
  couplings_Hz,
});
const density = (tauC_s: number) => (omega: number) => tauC_s / (1 + omega * omega * tauC_s * tauC_s);
const omegaOf = (name: string, field_T: number): number => -isotope(name, 'test').gamma_radPerSPerT * field_T;

/** R of a system, as rates between product operators and as a map of densities. */
function ratesOf(system: SpinSystem, field_T: number, tauC_s: number) {
  const spins = readSpins(system);
  const n = spins.dimension;
  const r = redfieldSuperoperator(system, { field_T, tauC_s });
  const apply = (x: Float64Array): Float64Array => complexMultiplyVector(r, x, n * n);
  const op = (factors: Record<string, Axis>): Float64Array => productOperator(spins, factors);
  const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const rate = (a: Float64Array, b = a): number => inner(a, apply(b)) / Math.sqrt(inner(a, a) * inner(b, b));
  return { spins, n, r, apply, op, rate };
}

function complexMultiplyVector(r: Float64Array, x: Float64Array, size: number): Float64Array {
  const out = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const p = 2 * (i * size + k);
      out[2 * i]! += r[p]! * x[2 * k]! - r[p + 1]! * x[2 * k + 1]!;
      out[2 * i + 1]! += r[p]! * x[2 * k + 1]! + r[p + 1]! * x[2 * k]!;
    }
  }
  return out;
}
const add = (...list: readonly Float64Array[]): Float64Array =>
  list[0]!.map((_, i) => list.reduce((sum, one) => sum + one[i]!, 0));
const largest = (x: Float64Array): number => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const commutator = (a: Float64Array, b: Float64Array, n: number): Float64Array =>
  add(
    complexMultiply(a, b, n),
    complexMultiply(b, a, n).map((x) => -x),
  );

describe('one spin with a shift tensor', () => {
  test.each([
    ['13C', 1.4, 1e-11, 0],
    ['13C', 9.4, 3e-9, 0],
    ['13C', 9.4, 3e-9, 0.7],
    ['15N', 14.1, 1e-8, 0.16],
    ['1H', 7, 1e-10, 1],
  ] as const)('%s at %d T, tau %d s, asymmetry %d: T1 and T2 of the textbook', (name, field_T, tauC_s, eta) => {
    const anisotropy_ppm = -150;
    const csa_ppm = turnedTensor(rotation(new Random(7)), tensor(anisotropy_ppm, eta, 90));
    const { op, rate } = ratesOf(systemOf([{ label: 'X', isotope: name, csa_ppm }]), field_T, tauC_s);
    const j = density(tauC_s),
      omega = omegaOf(name, field_T);
    const strength = omega * anisotropy_ppm * 1e-6;
    const square = ((2 / 3) * strength * strength * (1 + (eta * eta) / 3)) / 30;
    expect(rate(op({ X: 'z' })) / (6 * square * j(omega))).toBeCloseTo(1, 10);
    expect(rate(op({ X: '+' })) / (square * (4 * j(0) + 3 * j(omega)))).toBeCloseTo(1, 10);
  });
  test('in extreme narrowing relaxes with the square of the field, T2 at 6/7 of T1, and not at all without a field', () => {
    const system = systemOf([{ label: 'X', isotope: '13C', csa_ppm: tensor(120, 0.3) }]);
    const at = (field_T: number) => ratesOf(system, field_T, 1e-13);
    const [low, high] = [at(1), at(3)];
    expect(high.rate(high.op({ X: 'z' })) / low.rate(low.op({ X: 'z' }))).toBeCloseTo(9, 6);
    expect(low.rate(low.op({ X: 'z' })) / low.rate(low.op({ X: '+' }))).toBeCloseTo(6 / 7, 6);
    expect(largest(at(0).r)).toBe(0);
  });
});

describe('dipole and shift tensor together', () => {
  const distance_A = 1.02;
  /** A 15N amide: the tensor near the bond, `angle` away from it. */
  const amide = (anisotropy_ppm: number, angle: number): SpinSystem => {
    const random = rotation(new Random(3));
    const axis = [Math.sin(angle), 0, Math.cos(angle)];
    const csa_ppm = Array.from({ length: 9 }, (_, e) => anisotropy_ppm * axis[Math.floor(e / 3)]! * axis[e % 3]!);
    return systemOf([
      { label: 'H', isotope: '1H', position_A: turned(random, [0, 0, distance_A]) },
      { label: 'N', isotope: '15N', position_A: [0, 0, 0], csa_ppm: turnedTensor(random, csa_ppm) },
    ]);
  };
  test.each([
    [11.7, 5e-9, 0],
    [11.7, 5e-9, 0.3],
    [2, 1e-10, 1.2],
  ])('at %d T, tau %d s, %d rad apart: Nz into 2HzNz, N+ into 2HzN+', (field_T, tauC_s, angle) => {
    const { op, rate } = ratesOf(amide(160, angle), field_T, tauC_s);
    const [h, n] = [isotope('1H', '').gamma_radPerSPerT, isotope('15N', '').gamma_radPerSPerT];
    const b = (1e-7 * h * n * HBAR_JS) / (distance_A * distance_A * distance_A * 1e-30);
    const legendre = (3 * Math.cos(angle) * Math.cos(angle) - 1) / 2;
    const product = 2 * b * n * field_T * 160e-6 * legendre;
    const j = density(tauC_s);
    const along = rate(op({ N: 'z' }), op({ H: 'z', N: 'z' })),
      across = rate(op({ N: '+' }), op({ H: 'z', N: '+' }));
    expect(along / ((product / 5) * j(n * field_T))).toBeCloseTo(1, 9);
    expect(across / ((product / 30) * (4 * j(0) + 3 * j(n * field_T)))).toBeCloseTo(1, 9);
    expect(rate(op({ H: 'z', N: 'z' }), op({ N: 'z' }))).toBeCloseTo(along, 12);
  });
  test('have the sign of nature: the narrow line of an amide 15N doublet belongs to the proton in beta, downfield (TROSY)', () => {
    // Pervushin et al., PNAS 94 (1997) 12366 (recalled): shielding anisotropy of the amide 15N about -160 ppm, so +160 ppm on the delta scale.
    const { op, rate } = ratesOf(amide(160, 0.3), 18.8, 1e-8);
    const cross = rate(op({ N: '+' }), op({ H: 'z', N: '+' }));
    const own = rate(op({ N: '+' }));
    expect(own - cross).toBeLessThan(0.4 * (own + cross));
  });
});

/** Three spins in general positions, two of them with tensors that have an asymmetry and an axis of their own. */
function randomSystem(seed: number, turn?: Matrix): SpinSystem {
  const random = new Random(seed);
  const point = (): number[] => [0, 0, 0].map(() => 4 * (random.next() - 0.5));
  const csa = (): number[] => turnedTensor(rotation(random), tensor(200 * (random.next() - 0.5), random.next(), 30));
  const sites = [
    { label: 'A', isotope: '1H', position_A: point() },
    { label: 'B', isotope: '1H', position_A: point(), csa_ppm: csa() },
    { label: 'C', isotope: random.next() < 0.7 ? '13C' : '2H', position_A: point(), csa_ppm: csa() },
  ];
  const moved = sites.map((site) => ({
    ...site,
    position_A: turn ? turned(turn, site.position_A) : site.position_A,
    ...(site.csa_ppm && { csa_ppm: turn ? turnedTensor(turn, site.csa_ppm) : site.csa_ppm }),
  }));
  return systemOf(moved, { 'A-B': 9, 'A-C': 5, 'B-C': -2 });
}
const fieldOf = (random: Random): number => Math.exp(Math.log(1e-7) + random.next() * Math.log(1e8));
const tauOf = (random: Random): number => Math.exp(Math.log(1e-12) + random.next() * Math.log(1e4));

describe('for any molecule, field and correlation time', () => {
  const each = (work: (random: Random, seed: number) => void): void =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => work(new Random(seed), seed)),
      { numRuns: 12 },
    );
  test('trace and Hermiticity are kept, and disorder stays', () => {
    each((random, seed) => {
      const { r, n, apply } = ratesOf(randomSystem(seed), fieldOf(random), tauOf(random));
      const scale = largest(r);
      const x = Float64Array.from({ length: 2 * n * n }, () => random.next() - 0.5);
      const hermitian = x.map((value, i) => {
        const [row, column] = [Math.floor(i / 2 / n), (i >> 1) % n];
        const other = x[2 * (column * n + row) + (i % 2)]!;
        return i % 2 === 0 ? value + other : value - other;
      });
      const after = apply(hermitian);
      let trace = 0;
      for (let i = 0; i < n; i++) {
        trace += after[2 * (i * n + i)]!;
        for (let k = 0; k < n; k++) {
          expect(Math.abs(after[2 * (i * n + k)]! - after[2 * (k * n + i)]!)).toBeLessThan(1e-11 * scale);
          expect(Math.abs(after[2 * (i * n + k) + 1]! + after[2 * (k * n + i) + 1]!)).toBeLessThan(1e-11 * scale);
        }
      }
      expect(Math.abs(trace)).toBeLessThan(1e-11 * scale);
      const one = new Float64Array(2 * n * n);
      for (let i = 0; i < n; i++) one[2 * (i * n + i)] = 1;
      expect(largest(apply(one))).toBeLessThan(1e-11 * scale);
    });
  });
  test('the molecule may be turned as a whole', () => {
    each((random, seed) => {
      const [field_T, tauC_s] = [fieldOf(random), tauOf(random)];
      const here = ratesOf(randomSystem(seed), field_T, tauC_s).r,
        there = ratesOf(randomSystem(seed, rotation(random)), field_T, tauC_s).r;
      const scale = largest(here);
      here.forEach((value, i) => expect(Math.abs(value - there[i]!)).toBeLessThan(1e-10 * scale));
    });
  });
  test('without a field, R commutes with every rotation of all spins', () => {
    each((random, seed) => {
      const { spins, n, r, apply, op } = ratesOf(randomSystem(seed), 0, tauOf(random));
      const x = Float64Array.from({ length: 2 * n * n }, () => random.next() - 0.5);
      for (const axis of ['x', 'z'] as const) {
        const total = add(...spins.labels.map((label) => op({ [label]: axis })));
        const gap = add(
          apply(commutator(total, x, n)),
          commutator(total, apply(x), n).map((value) => -value),
        );
        expect(largest(gap)).toBeLessThan(1e-11 * largest(r) * n);
      }
    });
  });
});

describe('singlet order of a pair', () => {
  const pair = (first: number[], second: number[], j_Hz = 0): SpinSystem =>
    systemOf(
      [
        { label: 'A', isotope: '1H', position_A: [0, 0, 0], csa_ppm: first },
        { label: 'B', isotope: '1H', position_A: [0.7, 1.5, -2], csa_ppm: second },
      ],
      { 'A-B': j_Hz },
    );
  const singletRate = (system: SpinSystem, field_T: number, tauC_s: number): number => {
    const { op, rate } = ratesOf(system, field_T, tauC_s);
    return rate(add(...(['x', 'y', 'z'] as const).map((axis) => op({ A: axis, B: axis }))));
  };
  test('does not feel the dipole between them, nor tensors that are the same on both', () => {
    const same = turnedTensor(rotation(new Random(5)), tensor(40, 0.5));
    const { op, rate } = ratesOf(pair(same, same), 3, 1e-9);
    expect(Math.abs(singletRate(pair(same, same), 3, 1e-9))).toBeLessThan(1e-12 * rate(op({ A: 'z' })));
  });
  test('feels the difference of the tensors: 2/45 |A1 - A2|^2 (2 J(0) + 3 J(w)), 2/9 |A1 - A2|^2 tau in extreme narrowing', () => {
    const [first, second] = [2, 9].map((seed) => turnedTensor(rotation(new Random(seed)), tensor(30, 0.4)));
    for (const [field_T, tauC_s] of [
      [7, 1e-9],
      [1, 1e-12],
    ] as const) {
      const omega = omegaOf('1H', field_T);
      const square = first!.reduce((sum, x, i) => sum + (omega * 1e-6 * (x - second![i]!)) ** 2, 0);
      const j = density(tauC_s);
      const expected = (2 / 45) * square * (2 * j(0) + 3 * j(omega));
      expect(singletRate(pair(first!, second!), field_T, tauC_s) / expected).toBeCloseTo(1, 6);
    }
  });
  test('without a field, the relaxation of a pair commutes with its coupling', () => {
    const { n, apply, r, spins } = ratesOf(pair(tensor(30), tensor(50), 12), 0, 1e-10);
    const h = Float64Array.from(denseHamiltonian_Hz(spins, { field_T: 0, heteronuclear: 'full' }));
    const dense = new Float64Array(2 * n * n);
    h.forEach((value, i) => (dense[2 * i] = value));
    const random = new Random(1);
    const x = Float64Array.from({ length: 2 * n * n }, () => random.next() - 0.5);
    const gap = add(
      apply(commutator(dense, x, n)),
      commutator(dense, apply(x), n).map((value) => -value),
    );
    expect(largest(gap)).toBeLessThan(1e-12 * largest(r) * 12);
  });
});
