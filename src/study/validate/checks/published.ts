// Published numbers of polarizers and molecules: those that this program can stand beside, and those that wait for their source.
import { groupPolarizations, readSpins, singletState } from '../../../physics/spins/index.ts';
import {
  constantAdiabaticity,
  evolve,
  linearProfile,
  polarizationBounds,
  spaceForBounds,
  type Profile,
} from '../../../transfer/index.ts';
import { once, ORACLE, type Check, type Kernel } from '../check.ts';
import { bareFumarate, C1, orderOf, spaceOf, startOf } from '../fumarate.ts';

/** Shortest duration for which the 13C of fumarate B, swept from 0 to 2 uT, reaches `wanted`, to a part in a thousand. */
function timeTo(wanted: number, kernel: Kernel, profileOf: (duration_s: number) => Profile): number {
  const space = spaceOf(bareFumarate('B'));
  const start = startOf(space, 'dephased_50uT');
  const reached = (duration_s: number): number =>
    Math.abs(
      groupPolarizations(
        space,
        evolve(space, start, profileOf(duration_s), { tolerance: 1e-5, maxSteps: 4e6, kernel }).state,
      )[C1]!,
    );
  let short = 0.02,
    long = 0.02;
  while (reached(long) < wanted) {
    short = long;
    long *= 1.15;
  }
  while (long / short > 1.001) {
    const middle = Math.sqrt(short * long);
    if (reached(middle) < wanted) short = middle;
    else long = middle;
  }
  return long;
}

/** How many times sooner constant adiabaticity gets there than a linear sweep. */
const speedUp = once((kernel) => {
  const space = spaceOf(bareFumarate('B'));
  const unit = constantAdiabaticity(space, 0, 2e-6, 1);
  const stretched = (duration_s: number): Profile => ({
    ...unit.profile,
    duration_s,
    field_T: (time) => unit.profile.field_T(time / duration_s),
    momentsInto: (out, t0, t1): void => {
      unit.profile.momentsInto(out, t0 / duration_s, t1 / duration_s);
      out[1]! *= duration_s;
    },
    corners_s: unit.profile.corners_s.map((time) => time * duration_s),
  });
  return timeTo(0.9, kernel, (duration_s) => linearProfile(0, 2e-6, duration_s)) / timeTo(0.9, kernel, stretched);
});

export const published: readonly Check[] = [
  {
    topic: 'published polarizations',
    quantity: '25% 13C polarization of [1-13C]fumarate is below our ceiling',
    conditions: 'measured with 86% para and constant adiabaticity; ours: the highest that any control could make of it',
    unit: '',
    expected: [0.25, 1],
    tolerance: 0,
    source: 'Eills et al., JACS 141 (2019) 20209, preprint abstract',
    status: 'read',
    ours: (): number => {
      const single = spaceForBounds(readSpins(bareFumarate('B')));
      return orderOf(0.86) * polarizationBounds(single, singletState(single), C1).any!.highest;
    },
  },
  {
    topic: 'published polarizations',
    quantity: '25% on [1-13C]fumarate as a part of the ceiling',
    conditions: 'measured 0.24 to 0.25 at 86% para; ceiling (4x - 1)/3 = 0.813; below 1, as it must be',
    unit: '',
    expected: 0.3,
    tolerance: 0.01,
    source: 'Eills et al., JACS 141 (2019) 20209, preprint abstract; 0.24/0.813',
    status: 'derived',
    ours: () => 0.25 / orderOf(0.86),
  },
  {
    topic: 'published polarizations',
    quantity: 'constant adiabaticity against linear: times to reach 0.9',
    conditions:
      'fumarate B, 0 to 2 uT, ours dephased at 50 uT; start and grid of durations of the other number are not at hand',
    unit: 'x',
    expected: 11.7,
    tolerance: 0.1,
    source: ORACLE,
    status: 'secondary',
    ours: speedUp,
  },
  {
    topic: 'published polarizations',
    quantity: 'constant adiabaticity is about ten times faster than linear',
    conditions: '[1-13C]fumarate; ours: fumarate B, 0 to 2 uT, time to reach 0.9',
    unit: 'x',
    expected: 10,
    tolerance: 5,
    source: 'Rodin et al., PCCP 23 (2021) 7125, abstract (recalled)',
    status: 'memory-unverified',
    ours: speedUp,
  },
  ...(
    [
      ['J(H,H) of fumarate', 15.7, 'recalled; 15.68 Hz of a diester read in Spinach fumarate_global.m'],
      ['J(C1,Ha) of fumarate, set A', 6.6, 'recalled from papers of the Levitt group'],
      ['J(C1,Ha) of fumarate, set B', 5.8, 'recalled from papers of the Mainz group'],
      ['J(C1,Hb) of fumarate, sets A and B', 3.2, 'recalled'],
      ['J(H,H) of maleate', 12.1, 'recalled, weak; depends on pH'],
    ] as const
  ).map(([quantity, expected, source]): Check => ({
    topic: 'couplings',
    quantity,
    conditions: 'input, ASSUMED',
    unit: 'Hz',
    expected,
    tolerance: 0.1,
    source,
    status: 'memory-unverified',
  })),
  {
    topic: 'published polarizations',
    quantity: '13C polarization of purified [1-13C]fumarate',
    conditions: 'precipitated, redissolved; 30 to 45%',
    unit: '',
    expected: [0.3, 0.45],
    tolerance: 0,
    source: 'Knecht et al., PNAS 118 (2021) e2025383118 (recalled)',
    status: 'memory-unverified',
  },
  {
    topic: 'published polarizations',
    quantity: '13C polarization of fumarate for in vivo use',
    conditions: '100 mM, 3 mL, after purification; 13 to 20%',
    unit: '',
    expected: [0.13, 0.2],
    tolerance: 0,
    source: 'Gierse et al., JACS 145 (2023) 5960 (recalled)',
    status: 'memory-unverified',
  },
  {
    topic: 'couplings',
    quantity: 'J of 13C1 in succinate, malate, lactate, alanine',
    conditions: 'no page with numbers was found; library values ASSUMED',
    unit: 'Hz',
    expected: NaN,
    tolerance: 0,
    source: 'not found',
    status: 'not found',
  },
];
