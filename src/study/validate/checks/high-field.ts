// 13C spectra, SLIC and S2hM at high field.
import { complexIdentity, traceOfProduct } from '../../../math/complex/index.ts';
import {
  denseDensity,
  denseSinglet,
  libraryMolecule,
  readSpins,
  spinOperator,
  thermalPolarization,
  type Spins,
} from '../../../physics/spins/index.ts';
import {
  adiabaticLimit,
  densityVector,
  evolve,
  linearProfile,
  relaxingSystem,
  runSequence,
  s2hmSequence,
  spectrumLines,
  type SpectralLine,
} from '../../../transfer/index.ts';
import { once, ORACLE, type Check, type Kernel } from '../check.ts';
import { LINES, S2HM, S2HM_TAU_s, SLIC } from '../data/highfield.ts';
import { bareFumarate, C1, orderOf, startOf } from '../fumarate.ts';

const FIELD_T = 1.4;
const STATES = ['thermal at 1.4 T', 'after 50 nT to 2 uT in 4 s, 95% para'] as const;
const AXES = ['x', 'y', 'z'] as const;

/** Spectra in the state `which` after 90 degrees along x, the carrier on the 13C line. */
const linesOf = [0, 1].map((which) =>
  once((kernel): readonly SpectralLine[] => {
    const { system } = libraryMolecule('fumarate, set A');
    const spins = readSpins(system);
    const frame = { field_T: FIELD_T, reference_ppm: { '13C': spins.shift_ppm[C1]!, '1H': spins.shift_ppm[0]! } };
    const rho = which === 0 ? thermalDensity(spins) : sweptDensity(kernel);
    const after = runSequence(spins, rho, [{ kind: 'pulse', isotope: '13C', angle_deg: 90, phase_deg: 0 }], frame);
    return spectrumLines(spins, after, '13C', frame);
  }),
);

function thermalDensity(spins: Spins): Float64Array {
  const polarization = thermalPolarization(spins.gamma_radPerSPerT[C1]!, FIELD_T, 298.15);
  const z = spinOperator(spins, C1, 'z');
  return complexIdentity(spins.dimension).map((x, i) => (x + 2 * polarization * z[i]!) / spins.dimension);
}

function sweptDensity(kernel: Kernel): Float64Array {
  const system = bareFumarate('A');
  const spins = readSpins(system);
  const still = { Ha: Infinity, Hb: Infinity, C1: Infinity };
  const single = relaxingSystem(system, spins, { model: 'randomFields', T1_s: still });
  const { state } = evolve(single.space, startOf(single.space, 'dephased_50uT'), linearProfile(5e-8, 2e-6, 4), {
    tolerance: 1e-9,
    maxSteps: 4e6,
    kernel,
  });
  const there = denseDensity(single.elements, densityVector(single, adiabaticLimit(single.space, state, 2e-6, 1e-3)));
  const order = orderOf(0.95);
  return there.map((x, i) => order * x + ((1 - order) / spins.dimension) * complexIdentity(spins.dimension)[i]!);
}

/** 2<I> of the 13C along an axis after a sequence from the pure singlet. */
function carbon(set: 'A' | 'B', axis: 'x' | 'y' | 'z', events: Parameters<typeof runSequence>[2]): number {
  const spins = readSpins(bareFumarate(set));
  const rho = runSequence(spins, denseSinglet(spins, 0, 1), events, { field_T: FIELD_T, reference_ppm: {} });
  return 2 * traceOfProduct(rho, spinOperator(spins, C1, axis), spins.dimension)[0];
}

export const highField: readonly Check[] = [
  ...LINES.flatMap(([state, frequency_Hz, , im], index): Check[] => {
    const place = LINES.slice(0, index).filter(([other]) => other === state).length;
    const scale = LINES.filter(([other]) => other === state).reduce((sum, [, , , value]) => sum + value, 0);
    const common = {
      topic: '13C spectrum',
      conditions: `fumarate A, ${STATES[state]!}, line ${place + 1}`,
      source: ORACLE,
      status: 'computed',
    } as const;
    return [
      {
        ...common,
        quantity: 'frequency',
        unit: 'Hz',
        expected: frequency_Hz,
        tolerance: 1e-7,
        ours: (kernel) => linesOf[state]!(kernel)[place]!.frequency_Hz,
      },
      {
        ...common,
        quantity: 'amplitude, imaginary',
        unit: '',
        expected: im,
        tolerance: 1e-6 * Math.abs(scale),
        ours: (kernel) => linesOf[state]!(kernel)[place]!.im,
      },
    ];
  }),
  ...SLIC.map(([set, nutation_Hz, duration_s, px]): Check => ({
    topic: 'SLIC',
    quantity: '2<Sx> of 13C',
    conditions: `fumarate ${set}, pure singlet, ${nutation_Hz} Hz for ${duration_s.toPrecision(4)} s`,
    unit: '',
    expected: px,
    tolerance: 1e-9,
    source: ORACLE,
    status: 'computed',
    ours: () =>
      carbon(set === 'A' ? 'A' : 'B', 'x', [{ kind: 'lock', isotope: '13C', nutation_Hz, phase_deg: 0, duration_s }]),
  })),
  ...S2HM.flatMap(([n1, n2, ...values]): Check[] =>
    values.map((value, axis) => ({
      topic: 'S2hM',
      quantity: `2<S${AXES[axis]!}> of 13C`,
      conditions: `fumarate A, pure singlet, n1 = ${n1}, n2 = ${n2}`,
      unit: '',
      expected: value,
      tolerance: 1e-9,
      source: ORACLE,
      status: 'computed',
      ours: () => carbon('A', AXES[axis]!, s2hmSequence('13C', S2HM_TAU_s, n1, n2)),
    })),
  ),
];
