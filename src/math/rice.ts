// The Rice distribution: magnitude of a signal `amplitude` in two channels of noise of standard deviation sd (Rice 1944; Gudbjartsson and Patz 1995).
import { besselRatio, logBesselI0 } from './bessel.ts';

/** -ln p(magnitude | amplitude) without the terms that do not depend on the amplitude: (a^2 / 2 - ln I0(m a)) in units of sd. */
export function riceCost(magnitude: number, amplitude: number, sd: number): number {
  const a = amplitude / sd;
  return 0.5 * a * a - logBesselI0((magnitude / sd) * a);
}

/** d riceCost / d amplitude. */
export function riceSlope(magnitude: number, amplitude: number, sd: number): number {
  return (amplitude - magnitude * besselRatio((magnitude * amplitude) / (sd * sd))) / (sd * sd);
}

/** d^2 riceCost / d amplitude^2; at most 1 / sd^2, negative where the magnitude is large and the amplitude small. */
export function riceCurvature(magnitude: number, amplitude: number, sd: number): number {
  const z = (magnitude * amplitude) / (sd * sd);
  const ratio = besselRatio(z);
  // (I1 / I0)' = 1 - ratio^2 - ratio / z, 1/2 at z = 0.
  const slope = Math.abs(z) < 1e-4 ? 0.5 : 1 - ratio * ratio - ratio / z;
  return (1 - ((magnitude * magnitude) / (sd * sd)) * slope) / (sd * sd);
}

const TABLE_END = 12;
const TABLE_STEP = 0.05;
let table: { information: Float64Array; mean: Float64Array } | undefined;

/** Fisher information of one magnitude about the amplitude, times sd^2: 0 at no signal, towards 1 at high signal. Linear in a table of exact integrals, error < 1e-3. */
export function riceInformation(amplitude: number, sd: number): number {
  const a = Math.abs(amplitude / sd);
  return a >= TABLE_END ? 1 - 1 / (2 * a * a) : interpolate(tables().information, a);
}

/** Mean magnitude; sd sqrt(pi / 2) without signal. */
export function riceMean(amplitude: number, sd: number): number {
  const a = Math.abs(amplitude / sd);
  return sd * (a >= TABLE_END ? a + 1 / (2 * a) + 1 / (8 * a * a * a) : interpolate(tables().mean, a));
}

/** Standard deviation of the magnitude: E[m^2] = amplitude^2 + 2 sd^2. */
export function riceSd(amplitude: number, sd: number): number {
  return Math.sqrt(Math.max(amplitude ** 2 + 2 * sd ** 2 - riceMean(amplitude, sd) ** 2, 0));
}

function interpolate(values: Float64Array, a: number): number {
  const at = a / TABLE_STEP;
  const below = Math.min(Math.floor(at), values.length - 2);
  return values[below]! + (at - below) * (values[below + 1]! - values[below]!);
}

/**
 * Integrals over the density by the trapezoidal rule, which converges exponentially here, as both integrands are flat at zero. The table changes no
 * result: it is made of constants.
 */
function tables(): { information: Float64Array; mean: Float64Array } {
  if (table !== undefined) return table;
  const n = Math.round(TABLE_END / TABLE_STEP) + 1;
  const information = new Float64Array(n);
  const mean = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const a = k * TABLE_STEP;
    const h = 0.05;
    let first = 0;
    let power = 0;
    for (let m = Math.max(h, Math.floor((a - 9) / h) * h); m < a + 9; m += h) {
      const density = m * Math.exp(logBesselI0(m * a) - (m * m + a * a) / 2) * h;
      const score = m * besselRatio(m * a);
      first += m * density;
      power += score * score * density;
    }
    // The mean score is the amplitude, so the information is the score's variance.
    information[k] = power - a * a;
    mean[k] = first;
  }
  table = { information, mean };
  return table;
}
