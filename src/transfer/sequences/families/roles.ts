// Who does what in a transfer: the para pair, the nucleus that is to be polarized, and the couplings that set the delays.
import { ScienceError } from '../../../base/index.ts';
import { spinIndex, type Spins } from '../../../physics/spins/index.ts';

export interface Roles {
  /** Para protons; `near` is the one that couples more strongly to the target. */
  readonly near: number;
  readonly far: number;
  readonly target: number;
  readonly isotope: string;
  readonly jPair_Hz: number;
  readonly jNear_Hz: number;
  readonly jFar_Hz: number;
  /** J(near, target) - J(far, target). */
  readonly jDifference_Hz: number;
  /** sqrt(J^2 + (difference/2)^2): how fast singlet and triplet turn about each other in chemically equivalent pairs. */
  readonly jEffective_Hz: number;
  /** atan(difference / 2J), between 0 and pi/2: how far that axis is tilted. */
  readonly tilt: number;
}

/** `label`, or the first 13C, else the first nucleus of spin 1/2 that is no proton. Throws where there is none. */
export function targetSpin(spins: Spins, label?: string): number {
  if (label !== undefined) {
    const k = spinIndex(spins, label);
    if (spins.isotopes[k] === '1H')
      refuse(spins, `the target ${label} is 1H; a sequence carries the order to another nucleus`);
    return k;
  }
  const carbon = spins.isotopes.indexOf('13C');
  const other = spins.isotopes.findIndex((isotope, k) => isotope !== '1H' && spins.twiceSpin[k] === 1);
  const found = carbon >= 0 ? carbon : other;
  return found >= 0 ? found : refuse(spins, 'has no 13C, nor another spin 1/2 beside 1H, to carry the order to');
}

export function rolesOf(spins: Spins, label?: string): Roles {
  const target = targetSpin(spins, label);
  if (!spins.para) return refuse(spins, 'does not say which two spins were parahydrogen; add para: [A, B]');
  const [a, b] = spins.para;
  const j = (i: number, k: number): number => spins.j_Hz[i * spins.n + k]!;
  const [near, far] = Math.abs(j(a, target)) >= Math.abs(j(b, target)) ? [a, b] : [b, a];
  const jPair_Hz = j(a, b);
  const name = (k: number): string => spins.labels[k]!;
  if (jPair_Hz === 0) refuse(spins, `no coupling ${name(a)}-${name(b)} is given; the delays hang on it`);
  if (j(near, target) === 0)
    refuse(
      spins,
      `neither ${name(a)} nor ${name(b)} couples to ${name(target)}; give ${name(a)}-${name(target)} or ${name(b)}-${name(target)}`,
    );
  const jDifference_Hz = j(near, target) - j(far, target);
  return {
    near,
    far,
    target,
    isotope: spins.isotopes[target]!,
    jPair_Hz,
    jNear_Hz: j(near, target),
    jFar_Hz: j(far, target),
    jDifference_Hz,
    jEffective_Hz: Math.hypot(jPair_Hz, jDifference_Hz / 2),
    tilt: Math.atan2(Math.abs(jDifference_Hz) / 2, Math.abs(jPair_Hz)),
  };
}

/** The couplings to the target must differ: what mixes singlet and triplet is their difference. */
export function needDifference(spins: Spins, roles: Roles, sequence: string): void {
  if (Math.abs(roles.jDifference_Hz) > 1e-9) return;
  refuse(
    spins,
    `${spins.labels[roles.near]!} and ${spins.labels[roles.far]!} couple alike to ${spins.labels[roles.target]!} (${roles.jNear_Hz} Hz); ${sequence} needs a difference`,
  );
}

function refuse(spins: Spins, message: string): never {
  throw new ScienceError('argument', `${spins.name}: ${message}`, { where: 'sequence' });
}
