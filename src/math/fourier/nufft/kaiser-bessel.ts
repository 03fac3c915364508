// The kernel of Kaiser and Bessel: its shape, its transform, what error it leaves, and how wide it must be for a wanted one.
import { logBesselI0 } from '../../bessel.ts';

export interface Window {
  /** Whole number of grid points. */
  readonly width: number;
  readonly beta: number;
  /** ln I0(beta). */
  readonly logPeak: number;
}

export const kaiserBessel = (width: number, beta: number): Window => ({ width, beta, logPeak: logBesselI0(beta) });

/** phi(u) for |u| <= width / 2 in grid points; 1 at u = 0. */
export function windowAt(u: number, { width, beta, logPeak }: Window): number {
  const x = (2 * u) / width;
  if (x * x > 1) return 0;
  return Math.exp(logBesselI0(beta * Math.sqrt(1 - x * x)) - logPeak);
}

/** Its transform, integral of phi(u) exp(-2 pi i f u) du, at f in cycles per grid point (Beatty 2005, eq. 4, with the constant). */
export function windowTransform(f: number, { width, beta, logPeak }: Window): number {
  const t = Math.PI * width * f;
  const square = beta * beta - t * t,
    root = Math.max(Math.sqrt(Math.abs(square)), 1e-15);
  const wave =
    square > 0 ? (Math.exp(root - logPeak) - Math.exp(-root - logPeak)) / 2 : Math.exp(-logPeak) * Math.sin(root);
  return (width * wave) / root;
}

/** Copies of the spectrum that are counted on each side; beyond them the sum is taken as an integral of 1 / f^2. */
const COPIES = 6;

/**
 * Largest relative error (rms over sample places) along one axis for pixels up to the edge of the image, which is 1 / `oversampling` of the grid:
 * what the copies of the kernel's spectrum add, over the spectrum (Jackson 1991; Fessler and Sutton 2003 for the exact bound).
 */
export function aliasing(window: Window, oversampling: number): number {
  let worst = 0;
  for (let i = 0; i <= 4; i++) {
    const f = (0.5 * i) / (4 * oversampling);
    let power = 0;
    for (let copy = 1; copy <= COPIES; copy++) {
      const above = windowTransform(f + copy, window),
        below = windowTransform(f - copy, window);
      power += above * above + below * below;
    }
    // sin^2 is a half on the average
    const height = Math.exp(-window.logPeak) / Math.PI;
    power += (height * height) / COPIES;
    worst = Math.max(worst, Math.sqrt(power) / windowTransform(f, window));
  }
  return worst;
}

/** The best beta for a width: that of Beatty (2005, eq. 5), moved to where `aliasing` is least. */
export function bestWindow(width: number, oversampling: number): Window {
  const part = (width * (oversampling - 0.5)) / oversampling;
  const start = Math.PI * Math.sqrt(Math.max(part * part - 0.8, 0.2));
  let best = kaiserBessel(width, start),
    least = Infinity;
  for (let percent = 92; percent <= 106; percent += 2) {
    const window = kaiserBessel(width, (start * percent) / 100);
    const error = aliasing(window, oversampling);
    if (error < least) [best, least] = [window, error];
  }
  return best;
}
