// Inhomogeneity as a few conditions with weights: a cubature that keeps mean, variance and fourth moment of each normal error.
import type { Condition } from '../../../transfer/design/index.ts';
import type { DesignFile } from './settings.ts';

/** Each error by itself at plus and minus sqrt(3) standard deviations with weight 1/6, the rest at none; times the sets of couplings. */
export function conditionsOf(given: DesignFile['inhomogeneity']): readonly Condition[] {
  const { offset_T = 0, scale = 0, across_T = 0, couplings } = given ?? {};
  const reach = Math.sqrt(3);
  const errors: { readonly offset_T: number; readonly scale: number; readonly weight: number }[] = [];
  for (const sign of [-1, 1]) {
    if (offset_T > 0) errors.push({ offset_T: sign * reach * offset_T, scale: 1, weight: 1 / 6 });
    if (scale > 0) errors.push({ offset_T: 0, scale: 1 + sign * reach * scale, weight: 1 / 6 });
  }
  const rest = 1 - errors.reduce((sum, { weight }) => sum + weight, 0);
  const along = [{ offset_T: 0, scale: 1, weight: rest }, ...errors];
  if (couplings === undefined) return along.map((one) => ({ ...one, across_T }));
  const total = couplings.reduce((sum, { weight }) => sum + weight, 0);
  return couplings.flatMap(({ weight, couplings_Hz }) =>
    along.map((one) => ({ ...one, across_T, couplings_Hz, weight: (one.weight * weight) / total })),
  );
}
