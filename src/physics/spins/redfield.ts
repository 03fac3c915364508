// Relaxation by tumbling: dipolar couplings and chemical shift anisotropy, isotropic rotational diffusion, all cross correlations.
// Bloch-Wangsness-Redfield to second order in the lab frame, no secular approximation, infinite bath temperature, no dynamic shift:
//   R rho = sum_uv (A_u : A_v)/5 sum_a [X_a^u, [Q(X_a^v), rho]],  Q(X)_mn = X_mn tau/(1 + w_mn^2 tau^2) in the eigenbasis of H.
// Goldman, J. Magn. Reson. 149 (2001) 160; conventions in test/reference/spin (intra-pair dipolar relaxation of singlet order is exactly 0).
import { ScienceError } from '../../base/index.ts';
import { adjointOf, complexFromReal, complexMultiply, symmetricEigen } from '../../math/complex/index.ts';
import { HBAR_JS } from './isotopes.ts';
import { denseHamiltonian_Hz, spinOperator } from './operators.ts';
import { readSpins, type Spins, type SpinSystem } from './system.ts';

export interface RedfieldSettings {
  readonly field_T: number;
  /** Correlation time of rank-2 tensors under isotropic rotational diffusion. */
  readonly tauC_s: number;
}

/** Vacuum permeability over 4 pi, T m/A (2018 CODATA to 1e-10). */
const MU0_OVER_4PI = 1e-7;

/** Orthonormal real symmetric traceless 3 x 3 matrices, row-major. */
const RANK_TWO: readonly (readonly number[])[] = (() => {
  const r = Math.SQRT1_2,
    s = 1 / Math.sqrt(6);
  return [
    [0, r, 0, r, 0, 0, 0, 0, 0],
    [0, 0, r, 0, 0, 0, r, 0, 0],
    [0, 0, 0, 0, 0, r, 0, r, 0],
    [r, 0, 0, 0, -r, 0, 0, 0, 0],
    [-s, 0, 0, 0, -s, 0, 0, 0, 2 * s],
  ];
})();

interface Interaction {
  /** Symmetric traceless, 3 x 3, rad/s. */
  readonly tensor: Float64Array;
  /** O_ij of X_a = sum (E_a)_ij O_ij. */
  operator(i: number, j: number): Float64Array | undefined;
}

/**
 * R of d rho/dt = -i[H, rho] - R rho, complex [N^2, N^2] on the row-major vector of rho, in 1/s.
 * Throws where no spin has a position or a CSA tensor, and beyond 32 states.
 */
export function redfieldSuperoperator(system: SpinSystem, settings: RedfieldSettings): Float64Array {
  const spins = readSpins(system);
  const n = spins.dimension;
  if (n > 32)
    throw new ScienceError(
      'unsupported',
      `${system.name}: Redfield relaxation of ${n} states needs ${(16 * n * n * n * n) / 1e6} MB; the limit is 32 states`,
    );
  if (!(settings.tauC_s > 0))
    throw new ScienceError('argument', `tauC_s is ${settings.tauC_s}; expected seconds above 0`);
  const list = interactionsOf(system, spins, settings.field_T);
  if (list.length === 0)
    throw new ScienceError('argument', `${system.name}: Redfield relaxation needs position_A or csa_ppm of its spins`);
  const { values, vectors } = symmetricEigen(
    denseHamiltonian_Hz(spins, { field_T: settings.field_T, heteronuclear: 'full' }),
    n,
  );
  const v = complexFromReal(vectors),
    vt = adjointOf(v, n);
  const filtered = (x: Float64Array): Float64Array => {
    const inside = complexMultiply(complexMultiply(vt, x, n), v, n);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < n; k++) {
        const turn = 2 * Math.PI * (values[i]! - values[k]!) * settings.tauC_s;
        const density = settings.tauC_s / (1 + turn * turn);
        inside[2 * (i * n + k)]! *= density;
        inside[2 * (i * n + k) + 1]! *= density;
      }
    }
    return complexMultiply(complexMultiply(v, inside, n), vt, n);
  };
  const out = new Float64Array(2 * n * n * n * n);
  for (const component of RANK_TWO) {
    const x = list.map((one) => componentOf(one, component, n));
    const q = x.map(filtered);
    list.forEach((first, u) => {
      const y = new Float64Array(2 * n * n);
      list.forEach((second, w) => {
        const weight = first.tensor.reduce((sum, value, i) => sum + value * second.tensor[i]!, 0) / 5;
        for (let i = 0; i < y.length; i++) y[i]! += weight * q[w]![i]!;
      });
      addDoubleCommutator(out, x[u]!, y, n);
    });
  }
  return out;
}

function interactionsOf(system: SpinSystem, spins: Spins, field_T: number): Interaction[] {
  const axes = ['x', 'y', 'z'] as const;
  const operators = spins.labels.map((_, k) => axes.map((axis) => spinOperator(spins, k, axis)));
  const out: Interaction[] = [];
  for (let k = 0; k < spins.n; k++) {
    for (let l = k + 1; l < spins.n; l++) {
      const a = system.spins[k]!.position_A,
        b = system.spins[l]!.position_A;
      if (!a || !b) continue;
      const r = [0, 1, 2].map((i) => (b[i]! - a[i]!) * 1e-10);
      const distance = Math.hypot(r[0]!, r[1]!, r[2]!);
      if (distance === 0)
        throw new ScienceError('format', `${spins.labels[k]} and ${spins.labels[l]} are at the same place`, {
          where: system.name,
        });
      const strength =
        (MU0_OVER_4PI * spins.gamma_radPerSPerT[k]! * spins.gamma_radPerSPerT[l]! * HBAR_JS) /
        (distance * distance * distance);
      const tensor = new Float64Array(9);
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++)
          tensor[3 * i + j] = strength * ((i === j ? 1 : 0) - (3 * r[i]! * r[j]!) / distance ** 2);
      out.push({ tensor, operator: (i, j) => complexMultiply(operators[k]![i]!, operators[l]![j]!, spins.dimension) });
    }
    const csa = system.spins[k]!.csa_ppm;
    if (!csa) continue;
    const mean = (csa[0]! + csa[4]! + csa[8]!) / 3;
    const tensor = new Float64Array(9);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const symmetric = 0.5 * (csa[3 * i + j]! + csa[3 * j + i]!) - (i === j ? mean : 0);
        tensor[3 * i + j] = -spins.gamma_radPerSPerT[k]! * field_T * 1e-6 * symmetric;
      }
    }
    out.push({ tensor, operator: (i, j) => (j === 2 ? operators[k]![i]! : undefined) });
  }
  return out;
}

function componentOf(interaction: Interaction, component: readonly number[], n: number): Float64Array {
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const weight = component[3 * i + j]!;
      const operator = weight === 0 ? undefined : interaction.operator(i, j);
      if (operator) for (let k = 0; k < out.length; k++) out[k]! += weight * operator[k]!;
    }
  }
  return out;
}

/** out += superoperator of [x, [y, .]] = xy . - x . y - y . x + . yx. */
function addDoubleCommutator(out: Float64Array, x: Float64Array, y: Float64Array, n: number): void {
  const xy = complexMultiply(x, y, n),
    yx = complexMultiply(y, x, n);
  const size = n * n;
  const add = (row: number, column: number, re: number, im: number): void => {
    out[2 * (row * size + column)]! += re;
    out[2 * (row * size + column) + 1]! += im;
  };
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) {
        add(i * n + j, k * n + j, xy[2 * (i * n + k)]!, xy[2 * (i * n + k) + 1]!); // (xy rho)_ij
        add(j * n + k, j * n + i, yx[2 * (i * n + k)]!, yx[2 * (i * n + k) + 1]!); // (rho yx)_jk
      }
    }
  }
  // (x rho y)_ij = x_ik rho_kl y_lj, and the same with x and y exchanged
  const xs = nonZero(x),
    ys = nonZero(y);
  for (const [first, second] of [
    [xs, ys],
    [ys, xs],
  ] as const) {
    for (const { at: p, re: ur, im: ui } of first) {
      const i = Math.floor(p / n),
        k = p % n;
      for (const { at: q, re: vr, im: vi } of second)
        add(i * n + (q % n), k * n + Math.floor(q / n), -(ur * vr - ui * vi), -(ur * vi + ui * vr));
    }
  }
}

/** The elements that are not zero; operators of one or two spins have few. */
function nonZero(x: Float64Array): { readonly at: number; readonly re: number; readonly im: number }[] {
  const out: { at: number; re: number; im: number }[] = [];
  for (let at = 0; at < x.length / 2; at++) {
    const re = x[2 * at]!,
      im = x[2 * at + 1]!;
    if (re !== 0 || im !== 0) out.push({ at, re, im });
  }
  return out;
}
