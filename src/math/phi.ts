// phi(x) = (1 - exp(-x)) / x and its divided differences: what piecewise-exact kinetics is made of, safe where rates coincide.
import { gaussLegendre } from './gauss-legendre.ts';

/** (1 - e^-x) / x, 1 at x = 0. Any real x. */
export function phi(x: number): number {
  return x === 0 ? 1 : -Math.expm1(-x) / x;
}

/** d phi / dx = -integral_0^1 s e^(-s x) ds. */
export function phiPrime(x: number): number {
  return Math.abs(x) < 0.5 ? slopeSeries(x) : (Math.exp(-x) - phi(x)) / x;
}

/** (-1)^n n / (n + 1)! for n = 14 ... 1: Horner coefficients of phi' about 0; the first term left out is < 1e-17 for |x| < 0.5. */
const SLOPE_TERMS = (() => {
  const terms: number[] = [];
  let factorial = 1;
  for (let n = 1; n <= 14; n++) {
    factorial *= n + 1;
    terms.unshift(((n % 2 === 0 ? 1 : -1) * n) / factorial);
  }
  return Float64Array.from(terms);
})();

function slopeSeries(x: number): number {
  let sum = 0;
  for (let i = 0; i < SLOPE_TERMS.length; i++) sum = sum * x + SLOPE_TERMS[i]!;
  return sum;
}

/** Below this distance of the nodes a divided difference comes from its Taylor series; the neglected term is < 1e-15. */
const NEAR = 0.02;

/** phi[x, y] = (phi(y) - phi(x)) / (y - x), phi'(x) at y = x. */
export function phiDivided(x: number, y: number): number {
  const h = y - x;
  if (Math.abs(h) > NEAR) return (phi(y) - phi(x)) / h;
  return taylor(x, h, 1);
}

/** phi[x, x, y], the derivative of phi[x, y] with respect to x. */
export function phiDividedTwice(x: number, y: number): number {
  const h = y - x;
  if (Math.abs(h) > NEAR) return (phiDivided(x, y) - phiPrime(x)) / h;
  return taylor(x, h, 2);
}

/** sum over n >= first of phi^(n)(x) h^(n-first) / n!, with phi^(n)(x) = (-1)^n integral_0^1 s^n e^(-s x) ds. */
function taylor(x: number, h: number, first: 1 | 2): number {
  const moments = momentsOf(x);
  let sum = 0;
  let power = 1;
  let factorial: number = first;
  for (let n = first; n < N_MOMENTS; n++) {
    sum += ((n % 2 === 0 ? 1 : -1) * moments[n]! * power) / factorial;
    power *= h;
    factorial *= n + 1;
  }
  return sum;
}

/** Multiplied out: engines differ in the last digit of powers. */
function power(s: number, n: number): number {
  let value = 1;
  for (let i = 0; i < n; i++) value *= s;
  return value;
}

const N_MOMENTS = 9;
const [NODES, WEIGHTS] = gaussLegendre(20);
/** On [0, 1]: nodes s, and weights times s^n, [n, node]. */
const S = NODES.map((x) => (x + 1) / 2);
const POWERS = Array.from({ length: N_MOMENTS }, (_, n) => S.map((s, q) => (WEIGHTS[q]! / 2) * power(s, n)));

/** integral_0^1 s^n e^(-s x) ds for n < N_MOMENTS by 20-point Gauss-Legendre: full precision for |x| < 10. */
function momentsOf(x: number): Float64Array {
  const moments = new Float64Array(N_MOMENTS);
  for (let q = 0; q < S.length; q++) {
    const decay = Math.exp(-S[q]! * x);
    for (let n = 0; n < N_MOMENTS; n++) moments[n] = moments[n]! + POWERS[n]![q]! * decay;
  }
  return moments;
}
