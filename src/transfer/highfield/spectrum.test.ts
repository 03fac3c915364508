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
import { densityVector } from '../relaxing/evolve-relaxing.ts';
import { relaxingSystem } from '../relaxing/relaxing-system.ts';
import { runSequence } from '../sequences/index.ts';
import { frameHamiltonian_Hz, totalOperator, type RotatingFrame } from './frame.ts';
import { spectrumLines, type SpectralLine } from './spectrum.ts';

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
