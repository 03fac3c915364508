import { around, delay, pulse, type SequenceFamily } from './family.ts';
import { needDifference } from './roles.ts';

/** Alternating delays: a train of 90 degree pulses on the target that walks it round in step with singlet and triplet. */
export const adapt: SequenceFamily = {
  name: 'adapt',
  title: 'ADAPT',
  source:
    'after Stevanato, J. Magn. Reson. 274 (2017) 148 (recalled; the delays here are our own average-Hamiltonian result)',
  equation:
    '[tau1 - 90x - tau2 - 90x]^n; tau1 = tau2 = 1 / (4 Je), so that pair and target turn alike; n = 1 / (2 tau k dJ), k = sin(pi/4) / (pi/4) of the couplings is left',
  key: 'stevanato-2017-adapt',
  parameters(spins, roles) {
    needDifference(spins, roles, 'ADAPT');
    const tau = 1 / (4 * roles.jEffective_Hz);
    const left = Math.sin(Math.PI / 4) / (Math.PI / 4);
    const n = Math.max(1, Math.round(1 / (2 * tau * left * Math.abs(roles.jDifference_Hz))));
    return [
      around('tau1_s', tau),
      around('tau2_s', tau),
      { name: 'n', start: n, lower: 1, upper: 4 * n + 4, whole: true },
    ];
  },
  events: (_, { isotope }, [tau1_s, tau2_s, n]) => [
    {
      kind: 'loop',
      times: n!,
      events: [delay(tau1_s!, 'τ1'), pulse(isotope, 90, 0), delay(tau2_s!, 'τ2'), pulse(isotope, 90, 0)],
      label: 'n',
    },
    pulse(isotope, 90, -90),
  ],
};
