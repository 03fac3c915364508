// table: sweeps of systems of three to six spins, 95% para, dephased at 50 uT. Origin: an independent Python oracle (numpy, scipy), file larger_systems.json.

export interface LargerCase {
  readonly name: string;
  readonly spins: readonly (readonly [label: string, isotope: string])[];
  readonly couplings_Hz: Readonly<Record<string, number>>;
  readonly para: readonly [string, string];
  readonly target: string;
  /** Highest polarization of the target that fields along z allow, from the dephased start. */
  readonly bound: number;
  readonly sweeps: readonly {
    readonly from_T: number;
    readonly to_T: number;
    readonly duration_s: number;
    readonly dephased: number;
    readonly pure: number;
  }[];
}

export const LARGER: readonly LargerCase[] = [
  {
    name: 'fumarate 1,4-13C2 4spin',
    spins: [
      ['Ha', '1H'],
      ['Hb', '1H'],
      ['C1', '13C'],
      ['C4', '13C'],
    ],
    couplings_Hz: { 'Ha-Hb': 15.7, 'Ha-C1': 3.2, 'Hb-C1': 5.8, 'Ha-C4': 5.8, 'Hb-C4': 3.2, 'C1-C4': 0.0 },
    para: ['Ha', 'Hb'],
    target: 'C1',
    bound: 0.9301971613257181,
    sweeps: [
      { from_T: 5e-8, to_T: 2e-6, duration_s: 1.0, dephased: -0.3214884045219497, pure: -0.32224600199854786 },
      { from_T: 5e-8, to_T: 2e-6, duration_s: 4.0, dephased: -0.4363815368694248, pure: -0.4360323065887622 },
      { from_T: 2e-6, to_T: 5e-8, duration_s: 1.0, dephased: -0.24593069367981968, pure: -0.2597270623856042 },
      { from_T: 2e-6, to_T: 5e-8, duration_s: 4.0, dephased: -0.3271542487783231, pure: -0.3491257683446749 },
    ],
  },
  {
    name: 'maleate like 3spin',
    spins: [
      ['Ha', '1H'],
      ['Hb', '1H'],
      ['C1', '13C'],
    ],
    couplings_Hz: { 'Ha-Hb': 12.1, 'Ha-C1': 13.2, 'Hb-C1': 2.6 },
    para: ['Ha', 'Hb'],
    target: 'C1',
    bound: 0.893711163064566,
    sweeps: [
      { from_T: 5e-8, to_T: 2e-6, duration_s: 1.0, dephased: -0.5770378903487411, pure: -0.5377690263018305 },
      { from_T: 5e-8, to_T: 2e-6, duration_s: 4.0, dephased: -0.5956978711168055, pure: -0.5809438329902898 },
      { from_T: 2e-6, to_T: 5e-8, duration_s: 1.0, dephased: -0.2631790905168128, pure: -0.4132104295334515 },
      { from_T: 2e-6, to_T: 5e-8, duration_s: 4.0, dephased: -0.312212663453882, pure: -0.21509069539566872 },
    ],
  },
  {
    name: 'ethyl pyruvate d3 6spin',
    spins: [
      ['OCH2a', '1H'],
      ['OCH2b', '1H'],
      ['Me1', '1H'],
      ['Me2', '1H'],
      ['Me3', '1H'],
      ['C1', '13C'],
    ],
    couplings_Hz: {
      'OCH2a-OCH2b': -10.9,
      'OCH2a-Me1': 7.1,
      'OCH2a-Me2': 7.1,
      'OCH2a-Me3': 7.1,
      'OCH2b-Me1': 7.1,
      'OCH2b-Me2': 7.1,
      'OCH2b-Me3': 7.1,
      'OCH2a-C1': 3.2,
      'OCH2b-C1': 3.2,
      'Me1-Me2': -12.5,
      'Me1-Me3': -12.5,
      'Me2-Me3': -12.5,
    },
    para: ['OCH2a', 'Me1'],
    target: 'C1',
    bound: 0.5511481835453947,
    sweeps: [
      { from_T: 5e-8, to_T: 2e-6, duration_s: 1.0, dephased: -0.23364165970893816, pure: -0.23502494657581588 },
      { from_T: 5e-8, to_T: 2e-6, duration_s: 4.0, dephased: -0.3384357013425736, pure: -0.33686763961018107 },
      { from_T: 2e-6, to_T: 5e-8, duration_s: 1.0, dephased: -0.1871890844065809, pure: -0.18984987648877014 },
      { from_T: 2e-6, to_T: 5e-8, duration_s: 4.0, dephased: -0.2266075844810922, pure: -0.23493231442658116 },
    ],
  },
];
