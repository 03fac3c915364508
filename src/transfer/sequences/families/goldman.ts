import { around, delay, pulse, type SequenceFamily } from './family.ts';
import { needDifference } from './roles.ts';

/** Goldman-type: four free delays about two 180 and one 90 degree pulse on the target, for pairs whose couplings to it differ much. */
export const goldman: SequenceFamily = {
  name: 'goldman',
  title: 'Goldman-type',
  source:
    'after Goldman, Jóhannesson, C. R. Physique 6 (2005) 575 (recalled; the delays here are our own vector-model result)',
  equation:
    't1 - 180x - t2 - 90y - t3 - 180x - t4; the pair turns about axes tilted by +-theta, tan theta = dJ / 2J, at Je: the delays make it perpendicular where theta >= 22.5 degrees; else they go as far as they can',
  key: 'goldman-2005',
  parameters(spins, roles) {
    needDifference(spins, roles, 'a Goldman-type sequence');
    const [t1, t2] = halfTurns(roles.tilt).map((angle) => angle / (2 * Math.PI * roles.jEffective_Hz)) as [
      number,
      number,
    ];
    const most = 1 / roles.jEffective_Hz;
    return [t1, t2, t2, t1].map((start, i) => ({ ...around(`t${i + 1}_s`, start), upper: most }));
  },
  events: (_, { isotope }, [t1_s, t2_s, t3_s, t4_s]) => [
    delay(t1_s!, 't1'),
    pulse(isotope, 180, 0),
    delay(t2_s!, 't2'),
    pulse(isotope, 90, 90),
    delay(t3_s!, 't3'),
    pulse(isotope, 180, 0),
    delay(t4_s!, 't4'),
    pulse(isotope, 90, 0),
  ],
};

/** Turns about the two tilted axes that bring the pair's vector from z into the plane, the first half a turn where that is possible. */
function halfTurns(tilt: number): readonly [number, number] {
  // After half a turn the vector is 2 tilt from z and 3 tilt from the other axis; about that it must still turn by `second`.
  const cosine = (-Math.cos(tilt) * Math.cos(3 * tilt)) / (Math.sin(tilt) * Math.sin(3 * tilt));
  return [Math.PI, Math.acos(Math.min(1, Math.max(-1, cosine)))];
}
