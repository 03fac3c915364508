import { around, pulse, type SequenceFamily } from './family.ts';
import { needDifference } from './roles.ts';

/** Spin-lock induced crossing on the target: its nutation meets the singlet-triplet splitting of the pair. */
export const slic: SequenceFamily = {
  name: 'slic',
  title: 'SLIC',
  source: 'DeVience, Walsworth, Rosen, Phys. Rev. Lett. 111 (2013) 173002 (recalled)',
  equation:
    'nutation = J(pair); duration = 1 / |J(near) - J(far)|; P = sin^2(pi |J(near) - J(far)| t / 2) for small differences',
  key: 'devience-2013',
  parameters(spins, roles) {
    needDifference(spins, roles, 'SLIC');
    const nutation = Math.abs(roles.jPair_Hz);
    return [
      { name: 'nutation_Hz', start: nutation, lower: 0.5 * nutation, upper: 2 * nutation },
      around('duration_s', 1 / Math.abs(roles.jDifference_Hz), 2),
    ];
  },
  events: (_, { isotope }, [nutation_Hz, duration_s]) => [
    { kind: 'lock', isotope, nutation_Hz: nutation_Hz!, phase_deg: 0, duration_s: duration_s!, label: 'T' },
    pulse(isotope, 90, -90),
  ],
};
