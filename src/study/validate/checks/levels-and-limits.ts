// Levels, avoided crossings, adiabatic limits and bounds of fumarate.
import { readSpins, singletState } from '../../../physics/spins/index.ts';
import { groupPolarizations } from '../../../physics/spins/index.ts';
import {
  adiabaticLimit,
  aged,
  avoidedCrossings,
  endlessAges,
  levelsAt,
  polarizationBounds,
  spaceForBounds,
  type AvoidedCrossing,
} from '../../../transfer/index.ts';
import { once, ORACLE, type Check } from '../check.ts';
import { BOUNDS, CROSSINGS, LEVELS, LIMITS } from '../data/levels.ts';
import { bareFumarate, C1, orderOf, spaceOf, startOf } from '../fumarate.ts';

const space = once(() => spaceOf(bareFumarate('A')));
const single = once(() => spaceForBounds(readSpins(bareFumarate('A'))));

const crossingOf = (jHH_Hz: number, jCa_Hz: number, jCb_Hz: number): AvoidedCrossing => {
  const { name, spins } = bareFumarate('A');
  const other = spaceOf({ name, spins, couplings_Hz: { 'Ha-Hb': jHH_Hz, 'Ha-C1': jCa_Hz, 'Hb-C1': jCb_Hz } });
  return avoidedCrossings(other, 1e-8, 2e-6).find((one) => one.m === 0.5 && one.lower === 0)!;
};
const setOf = (jHH_Hz: number, jCa_Hz: number, jCb_Hz: number): string =>
  `J ${jHH_Hz} / ${jCa_Hz} / ${jCb_Hz} Hz${jCa_Hz === 6.6 ? ' (fumarate, set A)' : jCa_Hz === 5.8 ? ' (fumarate, set B)' : ''}`;

export const levelsAndLimits: readonly Check[] = [
  ...LEVELS.map(([field_nT, m, energy_Hz]): Check => ({
    topic: 'levels',
    quantity: `energy of the level M = ${m} nearest to it`,
    conditions: `fumarate A, ${field_nT} nT`,
    unit: 'Hz',
    expected: energy_Hz,
    tolerance: 1e-7,
    source: ORACLE,
    status: 'computed',
    ours: () => {
      const energies = levelsAt(space(), field_nT * 1e-9)
        .filter((one) => one.m === m)
        .map((one) => one.energy_Hz);
      return energies.reduce((best, e) => (Math.abs(e - energy_Hz) < Math.abs(best - energy_Hz) ? e : best));
    },
  })),
  ...CROSSINGS.flatMap(([jHH_Hz, jCa_Hz, jCb_Hz, field_nT, gap_Hz]): Check[] => {
    const crossing = once(() => crossingOf(jHH_Hz, jCa_Hz, jCb_Hz));
    const common = {
      topic: 'avoided crossing',
      conditions: setOf(jHH_Hz, jCa_Hz, jCb_Hz),
      source: ORACLE,
      status: 'computed',
    } as const;
    return [
      {
        ...common,
        quantity: 'field of the avoided crossing',
        unit: 'nT',
        expected: field_nT,
        tolerance: 2e-5,
        ours: () => crossing().field_T * 1e9,
      },
      {
        ...common,
        quantity: 'smallest gap',
        unit: 'Hz',
        expected: gap_Hz,
        tolerance: 1e-7,
        ours: () => crossing().gap_Hz,
      },
    ];
  }),
  ...(
    [
      [15.7, 6.6, 3.2],
      [15.7, 5.8, 3.2],
    ] as const
  ).flatMap(([jHH_Hz, jCa_Hz, jCb_Hz]): Check[] => {
    const crossing = once(() => crossingOf(jHH_Hz, jCa_Hz, jCb_Hz));
    const common = {
      topic: 'avoided crossing',
      conditions: `measured; ${setOf(jHH_Hz, jCa_Hz, jCb_Hz)}, couplings ASSUMED`,
      source: 'arXiv 2601.07614',
      status: 'read',
    } as const;
    return [
      {
        ...common,
        quantity: 'avoided crossing near 400 nT',
        unit: 'nT',
        expected: 400,
        tolerance: 10,
        ours: () => crossing().field_T * 1e9,
      },
      {
        ...common,
        quantity: 'smallest gap about 2 Hz',
        unit: 'Hz',
        expected: 2,
        tolerance: 1,
        ours: () => crossing().gap_Hz,
      },
    ];
  }),
  ...LIMITS.map(([from_T, to_T, start, polarization]): Check => ({
    topic: 'adiabatic limit',
    quantity: '13C at the end of an infinitely slow change',
    conditions: `fumarate A, ${from_T} to ${to_T} T, ${start}`,
    unit: '',
    expected: polarization,
    tolerance: 1e-9,
    source: ORACLE,
    status: 'computed',
    ours: () => groupPolarizations(space(), adiabaticLimit(space(), startOf(space(), start), from_T, to_T))[C1]!,
  })),
  ...BOUNDS.flatMap(([dephasedAt_T, alongZ, any]): Check[] => {
    const bounds = once(() =>
      polarizationBounds(single(), aged(single(), singletState(single()), dephasedAt_T, endlessAges()), C1),
    );
    const common = {
      topic: 'bounds',
      conditions: `fumarate A, dephased at ${dephasedAt_T} T`,
      unit: '',
      tolerance: 1e-8,
      source: ORACLE,
      status: 'computed',
    } as const;
    return [
      { ...common, quantity: 'highest 13C, fields along z', expected: alongZ, ours: () => bounds().alongZ.highest },
      { ...common, quantity: 'highest 13C, any control', expected: any, ours: () => bounds().any!.highest },
    ];
  }),
  ...[1, 0.86, 0.5, 0.25].map((x): Check => ({
    topic: 'bounds',
    quantity: 'ceiling of 13C polarization, (4x - 1)/3',
    conditions: `fumarate A, para fraction ${x}, pure singlet, any control`,
    unit: '',
    expected: orderOf(x),
    tolerance: 1e-12,
    source: 'closed form; oracle agrees',
    status: 'computed',
    ours: () => orderOf(x) * polarizationBounds(single(), singletState(single()), C1).any!.highest,
  })),
];
