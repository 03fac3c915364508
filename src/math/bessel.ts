// Modified Bessel functions of order 0 and 1 as the Rice distribution needs them: ln I0 and I1 / I0, without overflow.

/** Above this argument the asymptotic series is used; its smallest term there is below 1e-15. */
const ASYMPTOTIC = 20;

/** ln I0(z), even in z. Power series (DLMF 10.25.2) and asymptotic series (DLMF 10.40.1). */
export function logBesselI0(z: number): number {
  const x = Math.abs(z);
  if (x > ASYMPTOTIC) return x - 0.5 * Math.log(2 * Math.PI * x) + Math.log(asymptotic(x, 0));
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return Math.log(sum);
}

/** I1(z) / I0(z), odd in z, between -1 and 1. */
export function besselRatio(z: number): number {
  const x = Math.abs(z);
  if (x > ASYMPTOTIC) return (Math.sign(z) * asymptotic(x, 1)) / asymptotic(x, 0);
  const quarter = (x * x) / 4;
  let term0 = 1;
  let term1 = 1;
  let sum0 = 1;
  let sum1 = 1;
  for (let k = 1; term0 > sum0 * 1e-17; k++) {
    term0 *= quarter / (k * k);
    term1 *= quarter / (k * (k + 1));
    sum0 += term0;
    sum1 += term1;
  }
  return ((z / 2) * sum1) / sum0;
}

/** sqrt(2 pi x) e^-x I_order(x). */
function asymptotic(x: number, order: 0 | 1): number {
  const mu = 4 * order * order;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 40; k++) {
    const next = (-term * (mu - (2 * k - 1) ** 2)) / (8 * x * k);
    if (Math.abs(next) > Math.abs(term) || Math.abs(next) < 1e-17) break;
    term = next;
    sum += term;
  }
  return sum;
}
