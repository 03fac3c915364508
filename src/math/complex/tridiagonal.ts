// Eigenvalues of symmetric tridiagonal matrices.

/** Ascending eigenvalues by implicit QL without vectors (EISPACK tql1; Bowdler, Martin, Reinsch, Wilkinson 1968). `d` [n] is the diagonal, `e` [n - 1 or more] what stands beside it. */
export function tridiagonalValues(d: Float64Array, e: Float64Array): Float64Array {
  const n = d.length;
  const values = d.slice(),
    beside = new Float64Array(n);
  beside.set(e.subarray(0, n - 1));
  let moved = 0,
    largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(values[l]!) + Math.abs(beside[l]!));
    const small = 2 ** -53 * largest;
    let m = l;
    while (m < n - 1 && Math.abs(beside[m]!) > small) m++;
    for (let iteration = 0; m > l && iteration < 60; iteration++) {
      moved += step(values, beside, l, m);
      if (Math.abs(beside[l]!) <= small) break;
    }
    values[l]! += moved;
  }
  return values.sort();
}

/** One sweep of shifted QL from m up to l; gives the shift, by which all values from l on were lowered. */
function step(d: Float64Array, e: Float64Array, l: number, m: number): number {
  const below = e[l]!,
    before = d[l]!;
  let p = (d[l + 1]! - before) / (2 * below);
  const root = p < 0 ? p - Math.sqrt(p * p + 1) : p + Math.sqrt(p * p + 1);
  d[l] = below / root;
  d[l + 1] = below * root;
  const second = d[l + 1]!,
    shift = before - d[l];
  for (let i = l + 2; i < d.length; i++) d[i]! -= shift;
  p = d[m]!;
  const beyond = e[l + 1]!;
  let c = 1,
    c2 = 1,
    c3 = 1,
    s = 0,
    s2 = 0;
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * e[i]!,
      h = c * p,
      r = Math.sqrt(p * p + e[i]! * e[i]!);
    e[i + 1] = s * r;
    s = e[i]! / r;
    c = p / r;
    p = c * d[i]! - s * g;
    d[i + 1] = h + s * (c * g + s * d[i]!);
  }
  p = (-s * s2 * c3 * beyond * below) / second;
  e[l] = s * p;
  d[l] = c * p;
  return shift;
}
