// Tables for lines of one size in the memory of the kernel.
import type { Precision } from '../complex-data.ts';
import { chirp, chirpSize, chirpSpectrum } from '../fft/line.ts';
import { radices, turn } from '../fft/turns.ts';
import type { FourierMemory } from './memory.ts';

export interface LinePlan {
  /** Points of a block: `n`, or what Bluestein's convolution needs. */
  readonly size: number;
  /** Addresses; `chirp` is 0 where there is none. */
  readonly passes: number;
  readonly chirp: number;
}

/** Size from which a pass of radix 8 is taken for 4 times 2. */
const EIGHT = 8;

/** Radix 8 as long as it goes, so that a line is walked the fewest times; four and four for 16. */
function fewest(n: number): readonly number[] | undefined {
  const rest = radices(n)?.filter((radix) => radix % 2 !== 0);
  if (!rest) return undefined;
  let twos = n / rest.reduce((product, radix) => product * radix, 1);
  const found: number[] = [];
  while (twos >= EIGHT && twos !== 16) {
    found.push(8);
    twos /= 8;
  }
  for (; twos >= 4; twos /= 4) found.push(4);
  if (twos === 2) found.push(2);
  return [...found, ...rest];
}

export function linePlan(memory: FourierMemory, n: number, precision: Precision): LinePlan {
  const own = fewest(n);
  if (own) return { size: n, passes: passTable(memory, n, own, precision), chirp: 0 };
  const size = chirpSize(n);
  const wave = numbersInto(memory, [...chirp(n), ...chirpSpectrum(n)], precision);
  return { size, passes: passTable(memory, size, fewest(size)!, precision), chirp: wave };
}

function numbersInto(memory: FourierMemory, values: ArrayLike<number>, precision: Precision): number {
  const address = memory.take(values.length * (precision === 'float32' ? 4 : 8));
  if (precision === 'float32') memory.floats(address, values.length).set(values);
  else memory.doubles(address, values.length).set(values);
  return address;
}

/** Rows of radix, rest, stride, turns, roots, closed by a zero. */
function passTable(memory: FourierMemory, n: number, factors: readonly number[], precision: Precision): number {
  const rows: number[] = [];
  let stride = 1;
  for (const radix of factors) {
    const length = n / stride,
      rest = length / radix;
    const turns = new Float64Array(2 * rest * (radix - 1)),
      roots = new Float64Array(2 * radix * radix);
    for (let p = 0; p < rest; p++)
      for (let j = 1; j < radix; j++) turns.set(turn(j * p, length), 2 * (p * (radix - 1) + j - 1));
    for (let j = 0; j < radix; j++) for (let k = 0; k < radix; k++) roots.set(turn(j * k, radix), 2 * (radix * j + k));
    rows.push(radix, rest, stride, numbersInto(memory, turns, precision), numbersInto(memory, roots, precision));
    stride *= radix;
  }
  rows.push(0);
  const address = memory.take(4 * rows.length);
  memory.integers(address, rows.length).set(rows);
  return address;
}
