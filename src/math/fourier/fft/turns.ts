// Points on the unit circle, right to the last digit at any size, and the factors that a size falls into.

/** Largest prime that has a pass of its own; a size with a larger one is made a convolution (Bluestein). */
const LARGEST_RADIX = 13;

/** exp(-2 pi i m / n) as [cos, sin]; the angle is brought into an eighth of a circle first. */
export function turn(m: number, n: number): readonly [number, number] {
  let at = m % n;
  if (at < 0) at += n;
  // in units of 1/8 n: whole numbers as long as 8 n is one
  const eighth = Math.floor((8 * at) / n);
  const inside = 8 * at - eighth * n; // 0 .. n, an eighth of the circle
  const angle = (Math.PI / 4) * ((eighth % 2 === 0 ? inside : n - inside) / n);
  const c = Math.cos(angle),
    s = Math.sin(angle);
  switch (eighth) {
    case 0:
      return [c, -s];
    case 1:
      return [s, -c];
    case 2:
      return [-s, -c];
    case 3:
      return [-c, -s];
    case 4:
      return [-c, s];
    case 5:
      return [-s, c];
    case 6:
      return [s, c];
    default:
      return [c, s];
  }
}

/** Factors of `n`, fours first, or undefined where a prime above 13 is among them. */
export function radices(n: number): readonly number[] | undefined {
  const found: number[] = [];
  let rest = n;
  for (const radix of [4, 2, 3, 5, 7, 11, LARGEST_RADIX]) {
    while (rest % radix === 0) {
      found.push(radix);
      rest /= radix;
    }
  }
  return rest === 1 ? found : undefined;
}

/** The smallest product of 2, 3 and 5 that is at least `n`. */
export function smoothSize(n: number): number {
  for (let size = n; ; size++) {
    let rest = size;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return size;
  }
}
