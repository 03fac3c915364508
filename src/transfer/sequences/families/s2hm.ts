import { around, delay, echo, pulse, type SequenceFamily } from './family.ts';
import { needDifference } from './roles.ts';

/** Singlet to heteronuclear magnetization: two trains of echoes on the target about a 90 degree pulse. */
export const s2hm: SequenceFamily = {
  name: 's2hm',
  title: 'S2hM',
  source: 'Stevanato, Eills, Bengs, Pileio, J. Magn. Reson. 277 (2017) 169 (recalled)',
  equation:
    '[tau - 180x - tau]^n1 - 90y - tau - [tau - 180x - tau]^n2; tau = 1 / (4 Je), Je = sqrt(J^2 + (dJ/2)^2), n1 = n2 = pi / (4 atan(dJ / 2J))',
  key: 'stevanato-2017-s2hm',
  parameters(spins, roles) {
    needDifference(spins, roles, 'S2hM');
    const n = Math.max(1, Math.round(Math.PI / (4 * roles.tilt)));
    return [
      around('tau_s', 1 / (4 * roles.jEffective_Hz), 2),
      { name: 'n1', start: n, lower: 0, upper: 4 * n + 4, whole: true },
      { name: 'n2', start: n, lower: 0, upper: 4 * n + 4, whole: true },
    ];
  },
  events: (_, { isotope }, [tau_s, n1, n2]) => [...s2hmEvents(isotope, tau_s!, n1!, n2!), pulse(isotope, 90, 0)],
};

/** The sequence as it was published, which ends with magnetization across the field. */
export function s2hmEvents(
  isotope: string,
  tau_s: number,
  n1: number,
  n2: number,
): ReturnType<SequenceFamily['events']> {
  const train = echo(tau_s, 'τ', pulse(isotope, 180, 0));
  return [
    { kind: 'loop', times: n1, events: train, label: 'n1' },
    pulse(isotope, 90, 90),
    delay(tau_s, 'τ'),
    { kind: 'loop', times: n2, events: train, label: 'n2' },
  ];
}
