import { around, both, echo, pulse, type SequenceFamily } from './family.ts';

/** ESOTHERIC-class: a proton-selective pulse makes all of I1z I2z observable on one proton, an INEPT carries it on. For pairs far apart in shift. */
export const esotheric: SequenceFamily = {
  name: 'esotheric',
  title: 'ESOTHERIC',
  source: 'after Korchak, Mamone, Glöggler, ChemistryOpen 7 (2018) 672 (recalled; selective pulses are ideal here)',
  equation:
    '90y(A) - t1/2 - 180x(H) - t1/2 - [t2/2 - 180x(A,X) - t2/2] - 90y(A,X) - [t3/2 - 180x(A,X) - t3/2]; t1 = 1 / 2J(pair), t2 = t3 = 1 / 2J(A,X); P = sin(pi J(pair) t1) sin(pi J(A,X) t2) sin(pi J(A,X) t3)',
  key: 'korchak-2018',
  parameters: (_, { jPair_Hz, jNear_Hz }) => [
    around('t1_s', 1 / (2 * Math.abs(jPair_Hz))),
    around('t2_s', 1 / (2 * Math.abs(jNear_Hz))),
    around('t3_s', 1 / (2 * Math.abs(jNear_Hz))),
  ],
  events(spins, { isotope, near }, [t1_s, t2_s, t3_s]) {
    const a = [spins.labels[near]!];
    const refocus = both(pulse('1H', 180, 0, a), pulse(isotope, 180, 0));
    return [
      pulse('1H', 90, 90, a),
      ...echo(t1_s! / 2, 't1/2', pulse('1H', 180, 0)),
      ...echo(t2_s! / 2, 't2/2', refocus),
      both(pulse('1H', 90, 90, a), pulse(isotope, 90, 90)),
      ...echo(t3_s! / 2, 't3/2', refocus),
      pulse(isotope, 90, 0),
    ];
  },
};
