// Redfield rates that follow the field of a profile.
import { describe, expect, test } from 'vitest';
import {
  addCouplings,
  denseSinglet,
  Entries,
  readSpins,
  redfieldSuperoperator,
  zeemanDrive,
  zeroQuantum,
  zeroQuantumPart,
  zeroQuantumSuperoperator,
  type SpinSystem,
} from '../../physics/spins/index.ts';
import { simulateTransfer, type TransferSettings } from '../simulate.ts';
import { constantProfile, exponentialProfile, linearProfile, type Profile } from '../profile.ts';
import { evolveRelaxing, vectorPolarizations } from './evolve-relaxing.ts';
import { fieldSeries, readSeriesInto } from './field-series.ts';
import { relaxingSystem } from './relaxing-system.ts';

/** A pair whose rates change all over within a millitesla: slow tumbling and a tensor larger than any there is. */
const pair: SpinSystem = {
  name: 'CH',
  spins: [
    { label: 'H', isotope: '1H', position_A: [0, 0, 1.6] },
    { label: 'C', isotope: '13C', position_A: [0, 0, 0], csa_ppm: [4e5, 1e5, 0, 1e5, -1e5, 0, 0, 0, -3e5] },
  ],
  couplings_Hz: { 'H-C': 140 },
};
const spins = readSpins(pair);
const elements = zeroQuantum(spins);
const tauC_s = 2e-6;
const settings = { tolerance: 1e-7, maxSteps: 1e6 };

/** The same by classical Runge-Kutta steps, with R made anew at each. */
function integrated(start: Float64Array, profile: Profile, n: number): Float64Array {
  const entries = new Entries(elements.size);
  addCouplings(entries, spins, elements);
  const drive = zeemanDrive(spins, elements);
  const still = entries.generator(drive);
  const slopeOf = (x: Float64Array, field: number, r: Float64Array): Float64Array => {
    const out = new Float64Array(x.length);
    const term = (i: number, k: number, re: number, im: number): void => {
      out[2 * i]! += re * x[2 * k]! - im * x[2 * k + 1]!;
      out[2 * i + 1]! += re * x[2 * k + 1]! + im * x[2 * k]!;
    };
    for (let i = 0; i < elements.size; i++) {
      for (let e = still.rowStart[i]!; e < still.rowStart[i + 1]!; e++)
        term(i, still.column[e]!, still.value[2 * e]!, still.value[2 * e + 1]!);
      term(i, i, 0, -field * drive[i]!);
      for (let k = 0; k < elements.size; k++) {
        const p = 2 * (i * elements.size + k);
        term(i, k, -r[p]!, -r[p + 1]!);
      }
    }
    return out;
  };
  const ratesAt = (field: number): Float64Array =>
    zeroQuantumSuperoperator(elements, redfieldSuperoperator(pair, { tauC_s, field_T: field }));
  const h = profile.duration_s / n;
  let x = start;
  let [field, r] = [profile.field_T(0), ratesAt(profile.field_T(0))];
  for (let k = 0; k < n; k++) {
    const [middle, end] = [profile.field_T((k + 0.5) * h), profile.field_T((k + 1) * h)];
    const [rMiddle, rEnd] = [ratesAt(middle), ratesAt(end)];
    const moved = (slope: Float64Array, part: number): Float64Array =>
      x.map((value, i) => value + part * h * slope[i]!);
    const a = slopeOf(x, field, r);
    const b = slopeOf(moved(a, 0.5), middle, rMiddle);
    const c = slopeOf(moved(b, 0.5), middle, rMiddle);
    const d = slopeOf(moved(c, 1), end, rEnd);
    x = x.map((value, i) => value + (h / 6) * (a[i]! + 2 * b[i]! + 2 * c[i]! + d[i]!));
    [field, r] = [end, rEnd];
  }
  return x;
}

describe('rates that follow the field', () => {
  const start = zeroQuantumPart(elements, denseSinglet(spins, 0, 1));
  start[0]! += 0.2; // and some polarization
  start[start.length - 2]! -= 0.2;
  const following = relaxingSystem(pair, spins, { model: 'redfield', tauC_s });
  test.each([
    ['up', linearProfile(0, 1e-3, 4e-4)],
    ['through zero and bent', exponentialProfile(-3e-4, 1e-3, 4e-4, 1e-4)],
  ])('%s: agree with an integration that makes R anew at every step, to the error they state', (_, profile) => {
    const { density, end, reachedError } = evolveRelaxing(following, start, profile, settings);
    expect(end).toBe('converged');
    expect(reachedError).toBeLessThanOrEqual(settings.tolerance);
    const exact = integrated(start, profile, 3000);
    for (let e = 0; e < elements.size; e++)
      if (elements.row[e] === elements.column[e])
        expect(Math.abs(density[2 * e]! - exact[2 * e]!)).toBeLessThan(2 * settings.tolerance);
    const held = relaxingSystem(pair, spins, { model: 'redfield', tauC_s, field_T: 0 });
    const p = vectorPolarizations(spins, elements, density),
      q = vectorPolarizations(spins, elements, evolveRelaxing(held, start, profile, settings).density);
    expect(Math.abs(p[1]! - q[1]!)).toBeGreaterThan(0.01); // it does make a difference
  });
  test('in a constant field are those that are held there', () => {
    const held = relaxingSystem(pair, spins, { model: 'redfield', tauC_s, field_T: 4e-4 });
    const profile = constantProfile(4e-4, 3e-4);
    const a = evolveRelaxing(following, start, profile, settings).density,
      b = evolveRelaxing(held, start, profile, settings).density;
    a.forEach((value, i) => expect(Math.abs(value - b[i]!)).toBeLessThan(1e-7));
  });
  test('are what a transfer takes without field_T, and it says so', () => {
    const system: SpinSystem = {
      name: 'fumarate in a plane',
      spins: [
        { label: 'Ha', isotope: '1H', position_A: [0, 0, 0] },
        { label: 'Hb', isotope: '1H', position_A: [3, 0, 0] },
        { label: 'C1', isotope: '13C', position_A: [1, 2, 0], csa_ppm: [100, 0, 0, 0, 20, 0, 0, 0, -120] },
      ],
      couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 5.8, 'Hb-C1': 3.2 },
      para: ['Ha', 'Hb'],
    };
    const transfer: TransferSettings = {
      paraFraction: 1,
      addition: { dephasedAt_T: 5e-5 },
      profile: { kind: 'linear', from_T: 5e-8, to_T: 1e-6, duration_s: 1 },
      relaxation: { model: 'redfield', tauC_s: 5e-11 },
    };
    const free = simulateTransfer(system, transfer);
    const held = simulateTransfer(system, {
      ...transfer,
      relaxation: { model: 'redfield', tauC_s: 5e-11, field_T: 5e-7 },
    });
    // Extreme narrowing, no shift tensor to speak of: all fields of the profile are alike.
    expect(free.polarization['C1']).toBeCloseTo(held.polarization['C1']!, 7);
    expect(free.notes.join()).toMatch(/follow the field/);
    expect(held.notes.join()).toMatch(/rates are those at 5e-7 T/);
  });
});

test('a series over pieces of the field is exact to rounding, also for a narrow Lorentzian', () => {
  const at = (field: number): Float64Array => Float64Array.of(1 / (1 + (field / 1e-4) ** 2), field, 3);
  const pieces = fieldSeries(at, -1e-3, 2e-3);
  const out = new Float64Array(3);
  for (let i = 0; i <= 100; i++) {
    const field = -1e-3 + (3e-3 * i) / 100;
    readSeriesInto(out, pieces, field);
    at(field).forEach((value, k) => expect(Math.abs(value - out[k]!)).toBeLessThan(1e-11));
  }
  expect(fieldSeries(at, 1e-3, 1e-3)).toHaveLength(1);
});
