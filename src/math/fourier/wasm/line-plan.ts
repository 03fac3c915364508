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

/** Radix 8 and 4 as long as they go, so that a line is walked the fewest times; two of them at the ends, which read and write the data itself. */
function fewest(n: number): readonly number[] | undefined {
  const odd = radices(n)?.filter((radix) => radix % 2 !== 0);
  if (!odd) return undefined;
  const twos = Math.log2(n / odd.reduce((product, radix) => product * radix, 1));
  // 2^4 = 4 4, 2^5 = 8 4, 2^6 = 8 8, 2^7 = 8 4 4
  const fours = twos === 1 ? 0 : (3 - (twos % 3)) % 3;
  const even = [...Array<number>(Math.floor((twos - 2 * fours) / 3)).fill(8), ...Array<number>(fours).fill(4)];
  return [...even.slice(0, 1), ...(twos === 1 ? [2] : []), ...odd, ...even.slice(1)];
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
