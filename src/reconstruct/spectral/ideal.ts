// Metabolites of known frequency from images at several echo times, with the field of each voxel (IDEAL: Reeder et al. 2004; Golub and Pereyra 1973).
import { ScienceError } from '../../base/index.ts';
import { adjointOf, complexMultiplyInto, complexSolve } from '../../math/complex/index.ts';

export interface IdealSettings {
  readonly echoTimes_s: readonly number[];
  /** From the centre frequency, in the sense of the gradients: where k-space is exp(-2 pi i k r), a spin of offset f has the phase exp(-2 pi i f t). */
  readonly offsets_Hz: readonly number[];
  /** 1 / T2* common to all; 0 if not given. */
  readonly decay_perS?: number;
}

/** [metabolite, voxel] from `echoes` [echo, voxel], least squares. `field_Hz` [voxel] is taken off first; absent: 0. */
export function idealSeparated(
  echoes: Float64Array,
  settings: IdealSettings,
  field_Hz?: ArrayLike<number>,
): Float64Array {
  const nEchoes = settings.echoTimes_s.length,
    nVoxels = echoes.length / 2 / nEchoes;
  const { inverse } = matrices(settings);
  const straight =
    field_Hz === undefined ? echoes : demodulated(echoes, settings.echoTimes_s, (voxel) => field_Hz[voxel]!);
  const out = new Float64Array(2 * settings.offsets_Hz.length * nVoxels);
  complexMultiplyInto(out, inverse, straight, settings.offsets_Hz.length, nEchoes, nVoxels);
  return out;
}

/**
 * Field [voxel] in Hz, within +-`widest_Hz`: the one whose separation leaves least, on a grid of `step_Hz`, summed over a neighbourhood (`neighbours` of a voxel, itself
 * among them), so that single voxels of noise do not jump. Needs more echoes than metabolites. Equal minima: the one nearest to 0.
 */
export function fieldMap_Hz(
  echoes: Float64Array,
  settings: IdealSettings,
  { widest_Hz, step_Hz, neighbours }: { readonly widest_Hz: number; readonly step_Hz: number; readonly neighbours: (voxel: number) => readonly number[] }, // prettier-ignore
): Float64Array {
  const { echoTimes_s, offsets_Hz } = settings;
  const n = echoTimes_s.length,
    nVoxels = echoes.length / 2 / n;
  if (n <= offsets_Hz.length) {
    throw new ScienceError('argument', `${n} echoes for ${offsets_Hz.length} metabolites leave nothing to find the field by; take one echo more`); // prettier-ignore
  }
  const { forward, inverse } = matrices(settings);
  const best = new Float64Array(nVoxels),
    least = new Float64Array(nVoxels).fill(Infinity);
  const nSteps = Math.floor(widest_Hz / step_Hz);
  const order = Array.from({ length: 2 * nSteps + 1 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i + 1) / 2));
  const found = new Float64Array(2 * offsets_Hz.length * nVoxels),
    back = new Float64Array(2 * n * nVoxels);
  for (const step of order) {
    const field = step * step_Hz;
    const straight = demodulated(echoes, echoTimes_s, () => field);
    complexMultiplyInto(found, inverse, straight, offsets_Hz.length, n, nVoxels);
    complexMultiplyInto(back, forward, found, n, offsets_Hz.length, nVoxels);
    const left = new Float64Array(nVoxels);
    for (let i = 0; i < n * nVoxels; i++) {
      left[i % nVoxels]! += (straight[2 * i]! - back[2 * i]!) ** 2 + (straight[2 * i + 1]! - back[2 * i + 1]!) ** 2;
    }
    for (let voxel = 0; voxel < nVoxels; voxel++) {
      const sum = neighbours(voxel).reduce((total, other) => total + left[other]!, 0);
      if (sum >= least[voxel]! * (1 - 1e-9)) continue;
      least[voxel] = sum;
      best[voxel] = field;
    }
  }
  return best;
}

/** (A^H A)^-1 A^H [metabolite, echo]: what joins echoes to metabolites where the field is that of the centre. */
export const separationMatrix = (settings: IdealSettings): Float64Array => matrices(settings).inverse;

/** A [echo, metabolite] and (A^H A)^-1 A^H. */
function matrices({ echoTimes_s, offsets_Hz, decay_perS = 0 }: IdealSettings): {
  forward: Float64Array;
  inverse: Float64Array;
} {
  const n = echoTimes_s.length,
    m = offsets_Hz.length;
  if (m < 1 || n < m) throw new ScienceError('argument', `${n} echoes cannot tell ${m} metabolites apart`);
  const forward = new Float64Array(2 * n * m);
  for (let e = 0; e < n; e++) {
    for (let k = 0; k < m; k++) {
      const angle = -2 * Math.PI * offsets_Hz[k]! * echoTimes_s[e]!,
        size = Math.exp(-decay_perS * echoTimes_s[e]!);
      forward[2 * (e * m + k)] = size * Math.cos(angle);
      forward[2 * (e * m + k) + 1] = size * Math.sin(angle);
    }
  }
  const adjoint = adjointOf(forward, n, m);
  const normal = new Float64Array(2 * m * m);
  complexMultiplyInto(normal, adjoint, forward, m, n, m);
  return { forward, inverse: complexSolve(normal, adjoint, m, n) };
}

function demodulated(
  echoes: Float64Array,
  echoTimes_s: readonly number[],
  field_Hz: (voxel: number) => number,
): Float64Array {
  const nVoxels = echoes.length / 2 / echoTimes_s.length;
  const out = new Float64Array(echoes.length);
  for (let i = 0; i < echoes.length / 2; i++) {
    const angle = 2 * Math.PI * field_Hz(i % nVoxels) * echoTimes_s[Math.floor(i / nVoxels)]!;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    out[2 * i] = echoes[2 * i]! * c - echoes[2 * i + 1]! * s;
    out[2 * i + 1] = echoes[2 * i]! * s + echoes[2 * i + 1]! * c;
  }
  return out;
}
