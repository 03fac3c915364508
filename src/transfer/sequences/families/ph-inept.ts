import { around, both, echo, pulse, type SequenceFamily } from './family.ts';
import type { Roles } from './roles.ts';

/** PH-INEPT with refocusing, for pairs far apart in shift whose order is I1z I2z. All pulses are hard. */
export const phInept: SequenceFamily = {
  name: 'phInept',
  title: 'PH-INEPT+',
  source: 'Haake, Natterer, Bargon, J. Am. Chem. Soc. 118 (1996) 8688 (recalled)',
  equation:
    '45y(H) - t1/2 - 180x(H,X) - t1/2 - 90y(H,X) - t2/2 - 180x(H,X) - t2/2; the delays make |phIneptTransfer| largest',
  key: 'haake-1996',
  parameters(_, roles) {
    const most = 1 / Math.abs(roles.jNear_Hz);
    const [t1, t2] = bestDelays(roles, most);
    return [around('t1_s', t1, 2), around('t2_s', t2, 2)];
  },
  events(_, { isotope }, [t1_s, t2_s]) {
    const refocus = both(pulse('1H', 180, 0), pulse(isotope, 180, 0));
    return [
      pulse('1H', 45, 90),
      ...echo(t1_s! / 2, 't1/2', refocus),
      both(pulse('1H', 90, 90), pulse(isotope, 90, 90)),
      ...echo(t2_s! / 2, 't2/2', refocus),
      pulse(isotope, 90, 0),
    ];
  },
};

/**
 * Size of the target's polarization after PH-INEPT+ from pure, dephased I1z I2z order of a weakly coupled pair by itself:
 * sin(pi J12 t1) [sin(pi J1 t1) sin(pi J1 t2) cos(pi J2 t2) + sin(pi J2 t1) sin(pi J2 t2) cos(pi J1 t2)] / 2.
 */
export function phIneptTransfer(
  { jPair_Hz, jNear_Hz, jFar_Hz }: Pick<Roles, 'jPair_Hz' | 'jNear_Hz' | 'jFar_Hz'>,
  t1_s: number,
  t2_s: number,
): number {
  const s = (j: number, t: number): number => Math.sin(Math.PI * j * t);
  const c = (j: number, t: number): number => Math.cos(Math.PI * j * t);
  return (
    0.5 *
    s(jPair_Hz, t1_s) *
    (s(jNear_Hz, t1_s) * s(jNear_Hz, t2_s) * c(jFar_Hz, t2_s) + s(jFar_Hz, t1_s) * s(jFar_Hz, t2_s) * c(jNear_Hz, t2_s))
  );
}

const GRID = 160;

function bestDelays(roles: Roles, most_s: number): readonly [number, number] {
  let best: readonly [number, number] = [most_s / 2, most_s / 2],
    size = 0;
  for (let i = 1; i <= GRID; i++) {
    for (let k = 1; k <= GRID; k++) {
      const here = Math.abs(phIneptTransfer(roles, (i * most_s) / GRID, (k * most_s) / GRID));
      if (here > size + 1e-12) [best, size] = [[(i * most_s) / GRID, (k * most_s) / GRID], here];
    }
  }
  return best;
}
