import { describe, expect, test } from 'vitest';
import { spinReference } from '../../../test/reference/spin/read.ts';
import { complexExponential, traceOfProduct } from '../../math/complex/index.ts';
import {
  addCouplings,
  addSuperoperator,
  denseSinglet,
  Entries,
  libraryMolecule,
  makeSpinSpace,
  productOperator,
  readSpins,
  redfieldSuperoperator,
  singletState,
  zeemanDrive,
  zeroQuantum,
  zeroQuantumPart,
  denseDensity,
  groupPolarizations,
  type SpinSystem,
} from '../../physics/spins/index.ts';
import { constantAdiabaticity } from '../adiabaticity.ts';
import { evolve } from '../propagate/evolve.ts';
import { densityVector, evolveRelaxing, vectorPolarizations } from './evolve-relaxing.ts';
import { relaxingSystem } from './relaxing-system.ts';
import { exchangeCourse, exchangeModel, exchangeReadout, exchangeStart, exchangeSteadyState } from './exchange.ts';
import { linearProfile } from '../profile.ts';
import { aged, endlessAges } from '../start.ts';

const { system: withShifts } = libraryMolecule('fumarate, set B');
const fumarate: SpinSystem = {
  ...withShifts,
  spins: withShifts.spins.map(({ label, isotope }) => ({ label, isotope })),
};

describe('random fields', () => {
  test('agree with the reference: linear 1e-6, constant adiabaticity 5e-5', () => {
    const spins = readSpins(fumarate);
    for (const row of spinReference('relaxation.json').rows) {
      const system = relaxingSystem(fumarate, spins, {
        model: 'randomFields',
        T1_s: { Ha: row.T1H_s, Hb: row.T1H_s, C1: row.T1C_s },
      });
      const start = densityVector(system, aged(system.space, singletState(system.space), 50e-6, endlessAges()));
      const linear = row.kind === 'linear';
      const profile = linear
        ? linearProfile(row.B0, row.B1, row.T_s)
        : constantAdiabaticity(system.space, row.B0, row.B1, row.T_s, 8001).profile;
      const result = evolveRelaxing(system, start, profile, { tolerance: linear ? 1e-7 : 1e-5, maxSteps: 1e6 });
      const p = vectorPolarizations(spins, system.elements, result.density);
      expect(Math.abs((p[2]! * (4 * row.x_para - 1)) / 3 - row['2<Sz>'])).toBeLessThan(linear ? 1e-6 : 5e-5);
    }
  }, 60_000);
  test('without relaxation the density vector goes where the blocks go', () => {
    const spins = readSpins(fumarate);
    const system = relaxingSystem(fumarate, spins, {
      model: 'randomFields',
      T1_s: { Ha: Infinity, Hb: Infinity, C1: Infinity },
    });
    const space = makeSpinSpace(spins, { heteronuclear: 'full' });
    const profile = linearProfile(50e-9, 1e-6, 0.7);
    const settings = { tolerance: 1e-9, maxSteps: 1e6 };
    const p = vectorPolarizations(
      spins,
      system.elements,
      evolveRelaxing(system, densityVector(system, singletState(system.space)), profile, settings).density,
    );
    const q = groupPolarizations(space, evolve(space, singletState(space), profile, settings).state);
    p.forEach((value, i) => expect(Math.abs(value - q[i]!)).toBeLessThan(1e-8));
  });
});

describe('Redfield relaxation', () => {
  const reference = spinReference('redfield.json');
  const systemOf = (name: string): SpinSystem => {
    const one = reference.systems[name];
    const labels = one.isotopes.length === 2 ? ['H1', 'H2'] : ['H1', 'H2', 'C'];
    const couplings_Hz: Record<string, number> = {};
    labels.forEach((a, i) =>
      labels.forEach((b, k) => {
        if (k > i) couplings_Hz[`${a}-${b}`] = one.J_Hz[i][k];
      }),
    );
    return {
      name,
      spins: labels.map((label, i) => ({ label, isotope: one.isotopes[i], position_A: one.xyz_A[i] })),
      couplings_Hz,
    };
  };
  test('rates agree to 1e-9 of the largest of each case, and singlet order of a pair is exactly long-lived', () => {
    for (const row of reference.rates) {
      const system = systemOf(row.system);
      const spins = readSpins(system);
      const n = spins.dimension;
      const r = redfieldSuperoperator(system, { field_T: row.B0_T, tauC_s: row.tau_c_s });
      const add = (a: Float64Array, b: Float64Array, f: number): Float64Array => a.map((x, i) => x + f * b[i]!);
      const op = (factors: Record<string, 'x' | 'y' | 'z' | '+'>): Float64Array => productOperator(spins, factors);
      const named: Record<string, Float64Array> = {
        H1z: op({ H1: 'z' }),
        H2z: op({ H2: 'z' }),
        'H1z+H2z': add(op({ H1: 'z' }), op({ H2: 'z' }), 1),
        'H1z-H2z': add(op({ H1: 'z' }), op({ H2: 'z' }), -1),
        'H1+': op({ H1: '+' }),
        'H2+': op({ H2: '+' }),
        '(H1+H2)+': add(op({ H1: '+' }), op({ H2: '+' }), 1),
        '2H1zH2z': op({ H1: 'z', H2: 'z' }),
        ZQx: add(op({ H1: 'x', H2: 'x' }), op({ H1: 'y', H2: 'y' }), 1),
      };
      named['I1.I2'] = add(named['ZQx']!, named['2H1zH2z']!, 1);
      if (spins.n === 3) {
        Object.assign(named, {
          Cz: op({ C: 'z' }),
          'C+': op({ C: '+' }),
          '2H1zCz': op({ H1: 'z', C: 'z' }),
          '2H2zCz': op({ H2: 'z', C: 'z' }),
          '4H1zH2zCz': op({ H1: 'z', H2: 'z', C: 'z' }),
        });
      }
      const applied = (b: Float64Array): Float64Array => {
        const out = new Float64Array(2 * n * n);
        for (let i = 0; i < n * n; i++)
          for (let k = 0; k < n * n; k++) {
            const p = 2 * (i * n * n + k);
            out[2 * i]! += r[p]! * b[2 * k]! - r[p + 1]! * b[2 * k + 1]!;
            out[2 * i + 1]! += r[p]! * b[2 * k + 1]! + r[p + 1]! * b[2 * k]!;
          }
        return out;
      };
      const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
      for (const [key, value] of Object.entries(row.values as Record<string, { A: number }>)) {
        const [, inside] = /^[A-Za-z0-9]+\((.*)\)$/.exec(key)!;
        const [first, second] = named[inside!] ? [inside!, inside!] : inside!.split(',');
        const a = named[first!]!,
          b = named[second!]!;
        expect(a && b, key).toBeTruthy();
        const rate = inner(a, applied(b)) / Math.sqrt(inner(a, a) * inner(b, b));
        expect(Math.abs(rate - value.A) / row.rate_scale, `${row.system} ${key}`).toBeLessThan(1e-9);
        if (key === 'R(I1.I2)' && spins.n === 2) expect(Math.abs(rate)).toBeLessThan(1e-15 * row.rate_scale);
      }
    }
  }, 60_000);
  test('evolutions from a singlet agree to 1e-9', () => {
    for (const course of reference.evolution) {
      const system = systemOf(course.system);
      const spins = readSpins(system);
      const n = spins.dimension;
      const space = zeroQuantum(spins);
      const entries = new Entries(space.size);
      addCouplings(entries, spins, space);
      addSuperoperator(entries, space, redfieldSuperoperator(system, { field_T: course.B0_T, tauC_s: course.tau_c_s }));
      const drive = zeemanDrive(spins, space);
      for (let e = 0; e < space.size; e++) entries.add(e, e, 0, -course.B0_T * drive[e]!);
      const g = entries.generator(drive);
      const dense = new Float64Array(2 * space.size ** 2);
      for (let i = 0; i < space.size; i++)
        for (let e = g.rowStart[i]!; e < g.rowStart[i + 1]!; e++) {
          dense[2 * (i * space.size + g.column[e]!)] = g.value[2 * e]!;
          dense[2 * (i * space.size + g.column[e]!) + 1] = g.value[2 * e + 1]!;
        }
      const start = zeroQuantumPart(space, denseSinglet(spins, 0, 1));
      const op = (factors: Record<string, 'x' | 'y' | 'z'>): Float64Array => productOperator(spins, factors);
      for (const row of course.rows) {
        const u = complexExponential(
          dense.map((x) => x * row.t_s),
          space.size,
        );
        const x = new Float64Array(2 * space.size);
        for (let i = 0; i < space.size; i++)
          for (let k = 0; k < space.size; k++) {
            const p = 2 * (i * space.size + k);
            x[2 * i]! += u[p]! * start[2 * k]! - u[p + 1]! * start[2 * k + 1]!;
            x[2 * i + 1]! += u[p]! * start[2 * k + 1]! + u[p + 1]! * start[2 * k]!;
          }
        const rho = denseDensity(space, x);
        const mean = (a: Float64Array): number => traceOfProduct(a, rho, n)[0];
        const scalar = (['x', 'y', 'z'] as const).reduce((sum, axis) => sum + mean(op({ H1: axis, H2: axis })), 0);
        const ours: Record<string, number> = {
          SO: (-4 / 3) * scalar,
          P_H1: 2 * mean(op({ H1: 'z' })),
          P_H2: 2 * mean(op({ H2: 'z' })),
          P_C: 2 * mean(op({ C: 'z' })),
          '2H1zCz_times2': 4 * mean(op({ H1: 'z', C: 'z' })),
          '2H2zCz_times2': 4 * mean(op({ H2: 'z', C: 'z' })),
          ZZ_HH_times4: 4 * mean(op({ H1: 'z', H2: 'z' })),
        };
        for (const [key, value] of Object.entries(ours))
          expect(Math.abs(value - row[key].B), `${key} at ${row.t_s}`).toBeLessThan(1e-9);
      }
    }
  }, 60_000);
});

describe('exchange', () => {
  const reference = spinReference('exchange.json');
  const modelOf = (name: string): ReturnType<typeof exchangeModel> => {
    const m = reference.models[name];
    return exchangeModel({
      complex: {
        name,
        para: ['H1', 'H2'],
        spins: [
          { label: 'H1', isotope: '1H' },
          { label: 'H2', isotope: '1H' },
          { label: 'X', isotope: m.free_spin },
        ],
        couplings_Hz: { 'H1-H2': m.J_Hz[0][1], 'H1-X': m.J_Hz[0][2], 'H2-X': m.J_Hz[1][2] },
      },
      ligandRate_perS: m.k_s_per_s,
      hydrogenRate_perS: m.k_H_per_s,
      complexOverFree: m.c_complex_over_c_free,
      complexR1_perS: m['R1=R2_complex_per_s'],
      freeR1_perS: m['R1=R2_free_per_s'],
      paraFraction: m.para_fraction,
    });
  };
  const compare = (
    model: ReturnType<typeof exchangeModel>,
    x: Float64Array,
    values: Record<string, { A: number; B: number }>,
  ): void => {
    const { free, complex, singletOrder } = exchangeReadout(model, x);
    expect(Math.abs(free - values['P_free']!.B)).toBeLessThan(1e-8);
    expect(Math.abs(complex[2]! - values['P_bound']!.B)).toBeLessThan(1e-8);
    expect(Math.abs(complex[0]! - values['P_H1']!.B)).toBeLessThan(1e-8);
    expect(Math.abs(complex[1]! - values['P_H2']!.B)).toBeLessThan(1e-8);
    expect(Math.abs(singletOrder - values['SO']!.B)).toBeLessThan(1e-8);
  };
  test('steady states agree to 1e-8', () => {
    for (const row of reference.steady) {
      const model = modelOf(row.model);
      const { x, residual } = exchangeSteadyState(model, row.B0_T);
      expect(residual).toBeLessThan(1e-12);
      compare(model, x, row.values);
    }
  });
  test('time courses agree to 1e-8', () => {
    for (const course of reference.timecourse) {
      const model = modelOf(course.model);
      const times = course.rows.map((row: { t_s: number }) => row.t_s);
      const xs = exchangeCourse(model, course.B0_T, exchangeStart(model), times);
      course.rows.forEach((row: Record<string, { A: number; B: number }>, i: number) => compare(model, xs[i]!, row));
    }
  }, 60_000);
});
