// Descent to the likeliest parameters of Rice-distributed magnitudes.
import { invertSymmetric, minimizeDamped, riceCurvature, type CostModel, type Minimum } from '../math/index.ts';

/** Second derivative of one sample's cost by its amplitude. */
export type Curvature = typeof riceCurvature;

export interface RiceModel {
  cost(parameters: Float64Array): number;
  derivatives(parameters: Float64Array, curvatureOf: Curvature): ReturnType<CostModel['derivatives']>;
}

/** Positive everywhere: where the second derivative is negative a small one stands in, which changes only the path to the optimum. */
const bounded: Curvature = (magnitude, amplitude, sd) =>
  Math.max(riceCurvature(magnitude, amplitude, sd), 1e-3 / (sd * sd));

/**
 * Damped Newton descent with bounded curvatures. About a product without signal the samples bend both ways and nearly cancel: what is bounded overstates
 * the curvature there, and each step is a small share of the way that is left. A descent that runs out of steps so goes on with the curvature of the
 * likelihood itself wherever that is positive definite.
 */
export function minimizeRice(
  model: RiceModel,
  start: Float64Array,
  bounds: { readonly lower: Float64Array; readonly upper: Float64Array },
): Minimum {
  const settings = { ...bounds, tolerance: 1e-10, negligible: 1e-9, maxSteps: 200 };
  const first = minimizeDamped({ ...model, derivatives: (at) => model.derivatives(at, bounded) }, start, settings);
  if (first.end !== 'step-limit') return first;
  const last = minimizeDamped(
    {
      ...model,
      derivatives(at) {
        const exact = model.derivatives(at, riceCurvature);
        return invertSymmetric(exact.curvature, at.length) === undefined ? model.derivatives(at, bounded) : exact;
      },
    },
    first.parameters,
    settings,
  );
  return { ...last, steps: first.steps + last.steps };
}
