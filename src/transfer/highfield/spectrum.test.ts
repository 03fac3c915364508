import { describe, expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { complexIdentity, conjugateBy, traceOfProduct, unitaryOfSymmetric } from '../../math/complex/index.ts';
import {
  denseDensity,
  makeSpinSpace,
  readSpins,
  singletState,
  spinOperator,
  type Spins,
  type SpinSystem,
} from '../../physics/spins/index.ts';
import { linearProfile } from '../profile.ts';
import { evolve } from '../propagate/evolve.ts';
import { densityVector, relaxingSystem } from '../relaxing/evolve-relaxing.ts';
import { frameHamiltonian_Hz, runSequence, totalOperator, type RotatingFrame } from './pulses.ts';
import { freeInduction, spectrum, spectrumLines, type SpectralLine } from './spectrum.ts';
import { forEachLine } from './transitions.ts';

/** Merging moves a line by up to 1e-6 Hz. */
const ALL = { merge_Hz: 0 };
const LETTERS = [...'ABCDEFGHIJKL'];
const frame: RotatingFrame = { field_T: 1.4, reference_ppm: { '1H': 5, '13C': 100, '2H': 5 } };

/** Spins with random shifts and couplings, some of them zero; the first two came as parahydrogen. */
function randomSystem(isotopes: readonly string[], seed: number): SpinSystem {
  const random = new Random(seed);
  const labels = LETTERS.slice(0, isotopes.length);
  const couplings_Hz: Record<string, number> = {};
  labels.forEach((a, i) =>
    labels.slice(i + 1).forEach((b) => {
      if (random.next() < 0.6) couplings_Hz[`${a}-${b}`] = 20 * (random.next() - 0.3);
    }),
  );
  return {
    name: 'random',
    spins: labels.map((label, i) => ({
      label,
      isotope: isotopes[i]!,
      shift_ppm: isotopes[i] === '13C' ? 100 + 2 * random.next() : 10 * random.next(),
    })),
    couplings_Hz,
    para: ['A', 'B'],
  };
}

/** One spin for each letter: equal letters are equivalent protons, x a 13C; the first two came as parahydrogen. */
function grouped(seed: number, letters: string): SpinSystem {
  const random = new Random(seed);
  const j = (): number => 20 * (random.next() - 0.3);
  const group = [...letters];
  const couplings_Hz: Record<string, number> = {};
  const values = new Map<string, number>();
  const shifts = new Map<string, number>();
  group.forEach((g, i) => {
    if (!shifts.has(g)) shifts.set(g, g === 'x' ? 100 : 10 * random.next());
    group.slice(i + 1).forEach((h, k) => {
      if (!values.has(g + h)) values.set(g + h, j());
      couplings_Hz[`${LETTERS[i]!}-${LETTERS[i + 1 + k]!}`] = values.get(g + h)!;
    });
  });
  return {
    name: 'grouped',
    spins: group.map((g, i) => ({
      label: LETTERS[i]!,
      isotope: g === 'x' ? '13C' : '1H',
      shift_ppm: shifts.get(g)!,
    })),
    couplings_Hz,
    para: ['A', 'B'],
  };
}

function randomDensity(n: number, random: Random): Float64Array {
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      const re = random.normal() / n,
        im = i === k ? 0 : random.normal() / n;
      out[2 * (i * n + k)] = out[2 * (k * n + i)] = re;
      out[2 * (i * n + k) + 1] = im;
      out[2 * (k * n + i) + 1] = -im;
    }
  }
  return out;
}

/** (1 + sum of 2 p Iz)/N for spins 1/2. */
function polarizedDensity(spins: Spins, polarization: ArrayLike<number>): Float64Array {
  const out = complexIdentity(spins.dimension).map((x) => x / spins.dimension);
  for (let k = 0; k < spins.n; k++) {
    const z = spinOperator(spins, k, 'z');
    for (let i = 0; i < out.length; i++) out[i]! += (2 * polarization[k]! * z[i]!) / spins.dimension;
  }
  return out;
}

const TIMES_s = [0, 0.0123, 0.31, 2.7];

function fromLines(lines: readonly SpectralLine[]): readonly (readonly [number, number])[] {
  return TIMES_s.map((t) => {
    let re = 0,
      im = 0;
    for (const line of lines) {
      const c = Math.cos(2 * Math.PI * line.frequency_Hz * t),
        s = Math.sin(2 * Math.PI * line.frequency_Hz * t);
      re += line.re * c - line.im * s;
      im += line.re * s + line.im * c;
    }
    return [re, im];
  });
}

/** Tr[F+ U rho U^H] with everything at once. */
function fromEverything(spins: Spins, rho: Float64Array, isotope: string): readonly (readonly [number, number])[] {
  const n = spins.dimension;
  const raise = totalOperator(spins, isotope, '+'),
    h = frameHamiltonian_Hz(spins, frame);
  return TIMES_s.map((t) => {
    const [re, im] = traceOfProduct(raise, conjugateBy(unitaryOfSymmetric(h, n, t), rho, n), n);
    return [re, im];
  });
}

function expectSame(
  a: readonly (readonly [number, number])[],
  b: readonly (readonly [number, number])[],
  within: number,
): void {
  const scale = Math.max(...b.map(([re, im]) => Math.hypot(re, im)));
  expect(scale).toBeGreaterThan(0);
  a.forEach(([re, im], i) => expect(Math.hypot(re - b[i]![0], im - b[i]![1])).toBeLessThan(within * scale));
}

const H7 = ['1H', '1H', '1H', '1H', '1H', '1H', '1H'];
describe.each(['plain', 'wasm'] as const)('lines by blocks (%s)', (kernel) => {
  test.each([
    [['1H', '1H', '1H'], '1H'],
    [['1H', '13C', '1H', '13C'], '13C'],
    [['1H', '2H', '1H', '1H'], '1H'],
    [['1H', '2H', '1H', '2H'], '2H'],
    [['1H', '1H', '13C', '1H', '13C', '1H'], '1H'],
    [H7, '1H'],
  ])('of any density of %j are those of all states at once', (isotopes, isotope) => {
    for (const seed of [1, 2]) {
      const spins = readSpins(randomSystem(isotopes, seed));
      const rho = randomDensity(spins.dimension, new Random(seed));
      const lines = spectrumLines({ spins, density: rho }, { isotope, frame, kernel }, ALL);
      expectSame(fromLines(lines), fromEverything(spins, rho, isotope), 1e-10);
    }
  });

  test('of polarized spins, equivalent ones joined, after pulses of any angle and phase on both isotopes', () => {
    const spins = readSpins(grouped(3, 'accddx'));
    const polarization = [0.3, 0.2, 0.2, 0.05, 0.05, 0.5];
    const pulses = [
      { isotope: '1H', angle_deg: 30, phase_deg: 70 },
      { isotope: '13C', angle_deg: 110, phase_deg: 20 },
      { isotope: '1H', angle_deg: 75, phase_deg: -15 },
    ];
    const after = runSequence(
      spins,
      polarizedDensity(spins, polarization),
      pulses.map((pulse) => ({ kind: 'pulse', ...pulse })),
      frame,
    );
    for (const isotope of ['1H', '13C']) {
      const lines = spectrumLines({ spins, polarization }, { isotope, frame, pulses, kernel }, ALL);
      expectSame(fromLines(lines), fromEverything(spins, after, isotope), 1e-10);
    }
  });

  test('of a state after a transfer, joined or not, with its antiphase order', () => {
    const system = grouped(4, 'bcccdx'); // one para proton in the trio, one beside it
    const spins = readSpins(system);
    const profile = linearProfile(5e-8, 2e-6, 0.05),
      settings = { tolerance: 1e-12, maxSteps: 1e6 };
    const pulses = [
      { isotope: '1H', angle_deg: 45, phase_deg: 0 },
      { isotope: '13C', angle_deg: 60, phase_deg: 90 },
    ];
    const still = Object.fromEntries(spins.labels.map((label) => [label, Infinity]));
    const single = relaxingSystem(system, spins, { model: 'randomFields', T1_s: still });
    const rho = denseDensity(
      single.elements,
      densityVector(single, evolve(single.space, singletState(single.space), profile, settings).state),
    );
    const after = runSequence(
      spins,
      rho,
      pulses.map((pulse) => ({ kind: 'pulse', ...pulse })),
      frame,
    );
    for (const apart of [[], [0, 1]]) {
      const space = makeSpinSpace(spins, { heteronuclear: 'full', apart });
      const { state } = evolve(space, singletState(space), profile, settings);
      for (const isotope of ['1H', '13C']) {
        const lines = spectrumLines({ space, state }, { isotope, frame, pulses, kernel }, ALL);
        expectSame(fromLines(lines), fromEverything(spins, after, isotope), 1e-9);
      }
    }
  });

  test('of two molecules in one are those of both', () => {
    const both = readSpins({
      name: 'both',
      spins: [0.5, 1, 2, 3.5, 4].map((shift_ppm, i) => ({ label: LETTERS[i]!, isotope: '1H', shift_ppm })),
      couplings_Hz: { 'A-C': 7, 'B-D': 11, 'D-E': -4, 'B-E': 2 },
    });
    const part = (keep: readonly number[]): Spins =>
      readSpins({
        name: 'part',
        spins: keep.map((k) => ({ label: LETTERS[k]!, isotope: '1H', shift_ppm: both.shift_ppm[k]! })),
        couplings_Hz: Object.fromEntries(
          keep.flatMap((i) =>
            keep.filter((k) => k > i).map((k) => [`${LETTERS[i]!}-${LETTERS[k]!}`, both.j_Hz[5 * i + k]!]),
          ),
        ),
      });
    const pulses = [{ isotope: '1H', angle_deg: 90, phase_deg: 0 }];
    const lines = (spins: Spins): readonly SpectralLine[] =>
      spectrumLines(
        { spins, polarization: new Float64Array(spins.n).fill(1) },
        { isotope: '1H', frame, pulses, kernel },
        ALL,
      );
    expectSame(fromLines(lines(both)), fromLines([...lines(part([0, 2])), ...lines(part([1, 3, 4]))]), 1e-12);
  });
});

test('moments of twelve coupled protons are the traces of nested commutators', () => {
  const spins = readSpins(twelveProtons());
  const moments = [0, 0, 0, 0, 0];
  let across = 0;
  const pulses = [{ isotope: '1H', angle_deg: 90, phase_deg: 90 }];
  forEachLine(
    { spins, polarization: new Float64Array(12).fill(0.5) },
    { isotope: '1H', frame, pulses },
    1e-16,
    (f, re, im) => {
      across = Math.max(across, Math.abs(im));
      let power = re;
      for (let m = 0; m < moments.length; m++, power *= f) moments[m]! += power;
    },
  );
  expect(across).toBeLessThan(1e-15);
  // rho = 1/N + sum of p Ix 2/N: Tr[F+ rho] = p 12/2. Then -nu in place of each power of [H, F+], and J from the fourth on.
  const nu = Array.from(
    spins.shift_ppm,
    (shift, k) => (-spins.gamma_radPerSPerT[k]! * frame.field_T * 1e-6 * (shift - 5)) / (2 * Math.PI),
  );
  const mean = (power: number): number => {
    let sum = 0;
    for (const one of nu) {
      let product = 1;
      for (let m = 0; m < power; m++) product *= one;
      sum += product / 12;
    }
    return sum;
  };
  let coupled = 0;
  for (let i = 0; i < 12; i++) {
    for (let k = 0; k < i; k++) {
      const product = spins.j_Hz[i * 12 + k]! * (nu[i]! - nu[k]!);
      coupled += (product * product) / 24;
    }
  }
  const expected = [3, 3 * mean(1), 3 * mean(2), 3 * mean(3), 3 * (mean(4) + coupled)];
  const scale = Math.sqrt(mean(2));
  let power = 3;
  // Two million lines, each to 1e-16 of the sum.
  expected.forEach((value, m) => {
    expect(Math.abs(moments[m]! - value)).toBeLessThan(1e-10 * power);
    power *= scale;
  });
  expect(coupled).toBeGreaterThan(0.001 * mean(4)); // or the fourth would say nothing about J
});

function twelveProtons(): SpinSystem {
  const random = new Random(12);
  const couplings_Hz: Record<string, number> = {};
  LETTERS.forEach((a, i) =>
    LETTERS.slice(i + 1).forEach((b) => (couplings_Hz[`${a}-${b}`] = 12 * (random.next() - 0.3))),
  );
  return {
    name: 'twelve',
    spins: LETTERS.map((label) => ({ label, isotope: '1H', shift_ppm: 10 * random.next() })),
    couplings_Hz,
  };
}

test('the spectrum is the transform of the decay of its lines, a line of amplitude a is a / (pi linewidth) high', () => {
  const spins = readSpins(randomSystem(['1H', '1H', '1H', '1H', '1H'], 9));
  const sample = { spins, density: randomDensity(32, new Random(2)) };
  const acquisition = { width_Hz: 1500, points: 4096, linewidth_Hz: 1 };
  const { decay, signal_s, frequency_Hz, nLines } = spectrum(sample, { isotope: '1H', frame }, acquisition);
  const lines = spectrumLines(sample, { isotope: '1H', frame }, ALL);
  expect(nLines).toBeGreaterThanOrEqual(lines.length);
  const size = lines.reduce((sum, { re, im }) => sum + Math.hypot(re, im), 0);
  freeInduction(lines, acquisition).forEach((x, i) => expect(Math.abs(decay[i]! - x)).toBeLessThan(1e-9 * size));
  expect(frequency_Hz[0]).toBe(-750);
  const one = readSpins({ name: 'one', spins: [{ label: 'A', isotope: '1H', shift_ppm: 5 }], couplings_Hz: {} });
  const single = spectrum(
    { spins: one, density: spinOperator(one, 0, 'x') },
    { isotope: '1H', frame },
    { ...acquisition, linewidth_Hz: 4 },
  );
  expect(single.frequency_Hz[2048]).toBe(0);
  expect(single.signal_s[4096]).toBeCloseTo(0.5 / (4 * Math.PI), 5);
  expect(signal_s.length).toBe(8192);
});

test('an isotope that is not there is named with those that are', () => {
  const spins = readSpins(randomSystem(['1H', '13C'], 1));
  const sample = { spins, polarization: [1, 1] };
  expect(() => spectrumLines(sample, { isotope: '15N', frame })).toThrow('random has no 15N; there are 1H, 13C');
  expect(() => spectrumLines({ spins, density: new Float64Array(3) }, { isotope: '1H', frame })).toThrow('expected 32');
});
