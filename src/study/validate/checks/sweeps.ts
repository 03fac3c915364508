// Field sweeps: fumarate without and with relaxation, larger systems.
import { groupPolarizations, makeSpinSpace, readSpins, type SpinSystem } from '../../../physics/spins/index.ts';
import {
  aged,
  densityVector,
  endlessAges,
  evolve,
  evolveRelaxing,
  linearProfile,
  polarizationBounds,
  relaxingSystem,
  spaceForBounds,
  vectorPolarizations,
} from '../../../transfer/index.ts';
import { once, ORACLE, type Check, type Kernel } from '../check.ts';
import { LARGER, type LargerCase } from '../data/larger.ts';
import { RELAXING_SWEEPS } from '../data/relaxation.ts';
import { SWEEPS } from '../data/sweeps.ts';
import { bareFumarate, C1, orderOf, profileOf, spaceOf, startOf } from '../fumarate.ts';
import { singletState } from '../../../physics/spins/index.ts';

const MOST_STEPS = 4e6;
const PARA = 0.95;

export const fieldSweeps: readonly Check[] = SWEEPS.flatMap(
  ([kind, from_T, to_T, duration_s, start, pHa, pHb, pC1]): Check[] => {
    const linear = kind === 'linear';
    const polarizations = once((kernel) => {
      const space = spaceOf(bareFumarate('A'));
      const profile = profileOf(space, kind, from_T, to_T, duration_s);
      return groupPolarizations(
        space,
        evolve(space, startOf(space, start), profile, { tolerance: linear ? 1e-7 : 1e-6, maxSteps: MOST_STEPS, kernel })
          .state,
      );
    });
    const spins = [
      ['Ha', pHa],
      ['Hb', pHb],
      ['C1', pC1],
    ] as const;
    return (linear ? spins : spins.slice(C1)).map(([label, value], i): Check => ({
      topic: 'field sweep',
      quantity: `polarization of ${label}`,
      conditions: `fumarate A, ${linear ? 'linear' : 'constant adiabaticity'} ${from_T * 1e9} to ${to_T * 1e9} nT in ${duration_s} s, ${start}`,
      unit: '',
      expected: value,
      tolerance: linear ? 1e-6 : 2e-4,
      source: ORACLE,
      status: 'computed',
      ours: (kernel) => polarizations(kernel)[linear ? i : C1]!,
    }));
  },
);

export const relaxingSweeps: readonly Check[] = RELAXING_SWEEPS.map(([kind, duration_s, t1H_s, t1C_s, pC1]): Check => ({
  topic: 'relaxation',
  quantity: '13C after a sweep with random-field relaxation',
  conditions: `fumarate B, ${kind === 'linear' ? 'linear' : 'constant adiabaticity'} 50 to 2000 nT in ${duration_s} s, T1 of 1H ${t1H_s} s, of 13C ${t1C_s} s, 95% para`,
  unit: '',
  expected: pC1,
  tolerance: kind === 'linear' ? 1e-6 : 5e-5,
  source: ORACLE,
  status: 'computed',
  ours: () => {
    const system = bareFumarate('B');
    const spins = readSpins(system);
    const relaxing = relaxingSystem(system, spins, {
      model: 'randomFields',
      T1_s: { Ha: t1H_s, Hb: t1H_s, C1: t1C_s },
    });
    const start = densityVector(relaxing, startOf(relaxing.space, 'dephased_50uT'));
    const profile = profileOf(relaxing.space, kind, 5e-8, 2e-6, duration_s);
    const { density } = evolveRelaxing(relaxing, start, profile, {
      tolerance: kind === 'linear' ? 1e-7 : 1e-6,
      maxSteps: MOST_STEPS,
    });
    return orderOf(PARA) * vectorPolarizations(spins, relaxing.elements, density)[C1]!;
  },
}));

export const largerSystems: readonly Check[] = LARGER.flatMap((one): Check[] => {
  const system = once(() => systemOf(one));
  const common = { topic: 'larger systems', unit: '', source: ORACLE, status: 'computed' } as const;
  const target = (start: 'pure' | 'dephased', sweep: LargerCase['sweeps'][number], kernel: Kernel): number => {
    const space = makeSpinSpace(readSpins(system()), { heteronuclear: 'full' });
    const g = space.groups.findIndex((group) => space.spins.labels[group[0]!] === one.target);
    const state = startOf(space, start === 'pure' ? 'pure_singlet' : 'dephased', 1e-3);
    const profile = linearProfile(sweep.from_T, sweep.to_T, sweep.duration_s);
    return (
      orderOf(PARA) *
      groupPolarizations(space, evolve(space, state, profile, { tolerance: 1e-6, maxSteps: MOST_STEPS, kernel }).state)[
        g
      ]!
    );
  };
  return [
    ...one.sweeps.flatMap((sweep): Check[] =>
      (['pure', 'dephased'] as const).map((start) => ({
        ...common,
        quantity: `polarization of ${one.target}`,
        conditions: `${one.name}, linear ${sweep.from_T * 1e9} to ${sweep.to_T * 1e9} nT in ${sweep.duration_s} s, ${start}, 95% para`,
        expected: sweep[start],
        tolerance: start === 'pure' ? 2e-6 : 1e-4,
        ours: (kernel) => target(start, sweep, kernel),
      })),
    ),
    {
      ...common,
      quantity: `highest polarization of ${one.target}, fields along z`,
      conditions: `${one.name}, dephased at 50 uT, 95% para`,
      expected: one.bound,
      tolerance: 1e-6,
      ours: () => {
        const spins = readSpins(system());
        const single = spaceForBounds(spins);
        const start = aged(single, singletState(single), 5e-5, endlessAges(1e-3));
        return orderOf(PARA) * polarizationBounds(single, start, spins.labels.indexOf(one.target)).alongZ.highest;
      },
    },
  ];
});

function systemOf({ name, spins, couplings_Hz, para }: LargerCase): SpinSystem {
  return { name, spins: spins.map(([label, isotope]) => ({ label, isotope })), couplings_Hz, para };
}
