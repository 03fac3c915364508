import { describe, expect, test } from 'vitest';
import { spinReference } from '../../../test/reference/spin/read.ts';
import { complexIdentity, traceOfProduct } from '../../math/complex/index.ts';
import {
  denseSinglet,
  denseDensity,
  libraryMolecule,
  readSpins,
  singletState,
  spinOperator,
  thermalPolarization,
  type SpinSystem,
} from '../../physics/spins/index.ts';
import { adiabaticLimit } from '../adiabatic-limit.ts';
import { evolve } from '../propagate/evolve.ts';
import { densityVector } from '../relaxing/evolve-relaxing.ts';
import { relaxingSystem } from '../relaxing/relaxing-system.ts';
import { linearProfile } from '../profile.ts';
import { runSequence, s2hmSequence } from './pulses.ts';
import { freeInduction, lineShift_ppm, spectrumLines } from './spectrum.ts';
import { aged, endlessAges } from '../start.ts';
import { densePolarizations, evolveWithStray } from '../propagate/stray.ts';

const reference = spinReference('highfield.json');
const { system } = libraryMolecule('fumarate, set A');
const bare: SpinSystem = { ...system, spins: system.spins.map(({ label, isotope }) => ({ label, isotope })) };
const spins = readSpins(system),
  plain = readSpins(bare);
const n = 8;

/** The reference's PHIP state: dephased at 50 uT, 50 nT to 2 uT in 4 s, on to 1 mT adiabatically. */
function phipDensity(paraFraction: number): Float64Array {
  const single = relaxingSystem(bare, plain, {
    model: 'randomFields',
    T1_s: { Ha: Infinity, Hb: Infinity, C1: Infinity },
  });
  const start = aged(single.space, singletState(single.space), 50e-6, endlessAges());
  const { state } = evolve(single.space, start, linearProfile(50e-9, 2e-6, 4), { tolerance: 1e-9, maxSteps: 1e6 });
  const there = denseDensity(single.elements, densityVector(single, adiabaticLimit(single.space, state, 2e-6, 1e-3)));
  const f = (4 * paraFraction - 1) / 3;
  return there.map((x, i) => f * x + ((1 - f) / n) * complexIdentity(n)[i]!);
}

function thermalDensity(): Float64Array {
  const p = thermalPolarization(67282840, 1.4, 298.15);
  const z = spinOperator(spins, 2, 'z');
  return complexIdentity(n).map((x, i) => (x + 2 * p * z[i]!) / n);
}

describe('13C spectra at high field', () => {
  test.each([0, 1, 2, 3])('case %i: lines, decay and points of the spectrum agree with the reference', (index) => {
    const one = reference.cases[index];
    const frame = { field_T: one.B_T, reference_ppm: { '13C': one.frame_ref_C_ppm, '1H': 6.5 } };
    const rho = one.label.startsWith('PHIP') ? phipDensity(0.95) : thermalDensity();
    const after = runSequence(spins, rho, [{ kind: 'pulse', isotope: '13C', angle_deg: 90, phase_deg: 0 }], frame);
    const lines = spectrumLines(spins, after, '13C', frame);
    const scale = Math.abs(one.sum_amplitude[1]);
    expect(lines.length).toBe(one.lines_Hz_re_im.length);
    one.lines_Hz_re_im.forEach(([f, re, im]: [number, number, number], i: number) => {
      expect(Math.abs(lines[i]!.frequency_Hz - f)).toBeLessThan(1e-7);
      expect(Math.hypot(lines[i]!.re - re, lines[i]!.im - im) / scale).toBeLessThan(1e-6);
    });
    const decay = freeInduction(lines, one.sw_Hz, 16);
    one.fid_first16.forEach(([re, im]: [number, number], k: number) => {
      expect(Math.hypot(decay[2 * k]! - re, decay[2 * k + 1]! - im) / scale).toBeLessThan(1e-6);
    });
    const broad = freeInduction(lines, one.sw_Hz, one.npts, one.lb_Hz);
    broad[0]! /= 2;
    broad[1]! /= 2;
    for (const [f, re, im] of one.top_points as [number, number, number][]) {
      let sr = 0,
        si = 0;
      for (let k = 0; k < one.npts; k++) {
        const angle = (-2 * Math.PI * f * k) / one.sw_Hz;
        sr += broad[2 * k]! * Math.cos(angle) - broad[2 * k + 1]! * Math.sin(angle);
        si += broad[2 * k]! * Math.sin(angle) + broad[2 * k + 1]! * Math.cos(angle);
      }
      expect(Math.hypot(sr - re, si - im) / (scale * one.npts)).toBeLessThan(1e-6);
    }
  });
});

test('a line stands at the shift of its nucleus, whatever the carrier', () => {
  const one = readSpins({ name: 'one', spins: [{ label: 'C', isotope: '13C', shift_ppm: 171 }], couplings_Hz: {} });
  for (const carrier of [160, 171, 180]) {
    const frame = { field_T: 3, reference_ppm: { '13C': carrier } };
    const lines = spectrumLines(one, spinOperator(one, 0, 'x'), '13C', frame);
    expect(lines.length).toBe(1);
    expect(lineShift_ppm(one, lines[0]!, '13C', frame)).toBeCloseTo(171, 9);
  }
});

describe('transfer by pulses', () => {
  const sets: Record<string, [number, number]> = { A: [6.6, 3.2], B: [5.8, 3.2] };
  const at = (set: string): ReturnType<typeof readSpins> =>
    readSpins({ ...bare, couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': sets[set]![0], 'Hb-C1': sets[set]![1] } });
  const frame = { field_T: 1.4, reference_ppm: {} };
  test('SLIC agrees with the reference to 1e-9', () => {
    for (const row of reference.SLIC_13C_highfield.rows) {
      const here = at(row.J_set);
      const rho = runSequence(
        here,
        denseSinglet(here, 0, 1),
        [{ kind: 'lock', isotope: '13C', nutation_Hz: row.nu1_Hz, phase_deg: 0, duration_s: row.T_s }],
        frame,
      );
      expect(Math.abs(2 * traceOfProduct(rho, spinOperator(here, 2, 'x'), n)[0] - row['2<Sx>'])).toBeLessThan(1e-9);
    }
  });
  test('S2hM agrees with the reference to 1e-9', () => {
    const { tau_s, grid_n1_n2_Px_Py_Pz } = reference.S2hM_A;
    const here = at('A');
    for (const [n1, n2, px, py, pz] of grid_n1_n2_Px_Py_Pz as [number, number, number, number, number][]) {
      const rho = runSequence(here, denseSinglet(here, 0, 1), s2hmSequence('13C', tau_s, n1, n2), frame);
      [px, py, pz].forEach((value, i) => {
        const ours = 2 * traceOfProduct(rho, spinOperator(here, 2, (['x', 'y', 'z'] as const)[i]!), n)[0];
        expect(Math.abs(ours - value)).toBeLessThan(1e-9);
      });
    }
  });
});

describe('a stray field across', () => {
  const profile = linearProfile(50e-9, 1e-6, 1);
  const settings = { tolerance: 1e-8, maxSteps: 1e6 };
  test('of nothing changes nothing', () => {
    const p = densePolarizations(
      plain,
      evolveWithStray(plain, denseSinglet(plain, 0, 1), profile, 0, settings).density,
    );
    const single = relaxingSystem(bare, plain, {
      model: 'randomFields',
      T1_s: { Ha: Infinity, Hb: Infinity, C1: Infinity },
    });
    const q = densePolarizations(
      plain,
      denseDensity(
        single.elements,
        densityVector(single, evolve(single.space, singletState(single.space), profile, settings).state),
      ),
    );
    p.forEach((value, k) => expect(Math.abs(value - q[k]!)).toBeLessThan(1e-7));
  });
  test('of a constant size is a rotation of a constant field', () => {
    const still = { tolerance: 1e-10, maxSteps: 1e6 };
    const { density, reachedError } = evolveWithStray(
      plain,
      denseSinglet(plain, 0, 1),
      linearProfile(3e-7, 3e-7, 0.3),
      4e-7,
      still,
    );
    const { density: along } = evolveWithStray(
      plain,
      denseSinglet(plain, 0, 1),
      linearProfile(5e-7, 5e-7, 0.3),
      0,
      still,
    );
    // The singlet has no direction, so the polarization along the tilted field is that of a straight one.
    const z = traceOfProduct(density, spinOperator(plain, 2, 'z'), n)[0],
      x = traceOfProduct(density, spinOperator(plain, 2, 'x'), n)[0];
    expect(reachedError).toBeLessThan(1e-10);
    expect(Math.abs(0.6 * z + 0.8 * x - traceOfProduct(along, spinOperator(plain, 2, 'z'), n)[0])).toBeLessThan(1e-9);
  });
});
