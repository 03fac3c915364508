import { expect, test } from 'vitest';
import { Random } from '../../base/index.ts';
import { readSpins, spinOperator, type SpinSystem } from '../../physics/spins/index.ts';
import { freeInduction, spectrum, spectrumLines } from './spectrum.ts';
import { forEachLine } from './transitions.ts';

const LETTERS = [...'ABCDEFGHIJKL'];
const frame = { field_T: 1.4, reference_ppm: { '1H': 5 } };

/** Protons with random shifts, every pair coupled. */
function protons(n: number, seed: number): SpinSystem {
  const random = new Random(seed);
  const labels = LETTERS.slice(0, n);
  const couplings_Hz: Record<string, number> = {};
  labels.forEach((a, i) =>
    labels.slice(i + 1).forEach((b) => (couplings_Hz[`${a}-${b}`] = 12 * (random.next() - 0.3))),
  );
  return {
    name: `${n} protons`,
    spins: labels.map((label) => ({ label, isotope: '1H', shift_ppm: 10 * random.next() })),
    couplings_Hz,
  };
}

test('moments of twelve coupled protons are the traces of nested commutators', () => {
  const spins = readSpins(protons(12, 12));
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

test('the spectrum is the transform of the decay of its lines, a line of amplitude a is a / (pi linewidth) high', () => {
  const spins = readSpins(protons(5, 9));
  const sample = { spins, polarization: [0.3, -0.2, 0.1, 0.5, -0.4] };
  const detection = { isotope: '1H', frame, pulses: [{ isotope: '1H', angle_deg: 70, phase_deg: 30 }] };
  const acquisition = { width_Hz: 1500, points: 4096, linewidth_Hz: 1 };
  const { decay, signal_s, frequency_Hz, nLines } = spectrum(sample, detection, acquisition);
  const lines = spectrumLines(sample, detection, { merge_Hz: 0 });
  expect(nLines).toBeGreaterThan(100);
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
  const spins = readSpins(protons(2, 1));
  const sample = { spins, polarization: [1, 1] };
  expect(() => spectrumLines(sample, { isotope: '15N', frame })).toThrow('2 protons has no 15N; there are 1H');
  expect(() => spectrumLines({ spins, density: new Float64Array(3) }, { isotope: '1H', frame })).toThrow('expected 32');
});
