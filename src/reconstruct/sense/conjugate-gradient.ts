// Linear systems by conjugate gradients (Hestenes and Stiefel 1952), for operators that are Hermitian and not negative.

export type GradientEnd = 'converged' | 'step-limit' | 'not-finite';

export interface GradientSettings {
  /** Ends where the residual is below this share of the right side. */
  readonly tolerance: number;
  readonly maxSteps: number;
}
export const DEFAULT_GRADIENT: GradientSettings = { tolerance: 1e-5, maxSteps: 60 };

export interface GradientResult {
  readonly x: Float64Array;
  readonly end: GradientEnd;
  readonly steps: number;
  /** |b - A x| / |b|. */
  readonly residual: number;
}

/** x with A x = b; `apply` gives A x as a new array. Starts at 0. */
export function conjugateGradient(
  apply: (x: Float64Array) => Float64Array,
  b: Float64Array,
  { tolerance, maxSteps }: GradientSettings = DEFAULT_GRADIENT,
): GradientResult {
  const x = new Float64Array(b.length);
  const residual = b.slice();
  const direction = b.slice();
  const start = power(b);
  let rest = start;
  if (start === 0) return { x, end: 'converged', steps: 0, residual: 0 };
  for (let step = 1; step <= maxSteps; step++) {
    const image = apply(direction);
    let curvature = 0;
    for (let i = 0; i < b.length; i++) curvature += direction[i]! * image[i]!;
    const length = rest / curvature;
    if (!Number.isFinite(length)) return { x, end: 'not-finite', steps: step - 1, residual: Math.sqrt(rest / start) };
    for (let i = 0; i < b.length; i++) {
      x[i]! += length * direction[i]!;
      residual[i]! -= length * image[i]!;
    }
    const next = power(residual);
    if (next <= tolerance * tolerance * start) {
      return { x, end: 'converged', steps: step, residual: Math.sqrt(next / start) };
    }
    const share = next / rest;
    for (let i = 0; i < b.length; i++) direction[i] = residual[i]! + share * direction[i]!;
    rest = next;
  }
  return { x, end: 'step-limit', steps: maxSteps, residual: Math.sqrt(rest / start) };
}

function power(values: Float64Array): number {
  let sum = 0;
  for (const x of values) sum += x * x;
  return sum;
}
