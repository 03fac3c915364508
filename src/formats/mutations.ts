// Damage to files, from a seed: what a reader must survive with a record or a one-line error, never with a crash.
import type { Random } from '../base/index.ts';
import { joinBytes } from './bytes.ts';

/** A damaged copy: one to four of flips, overwritten bytes, cuts, insertions, deletions and swapped blocks. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let out: Uint8Array = bytes.slice();
  const rounds = 1 + pick(random, 4);
  for (let round = 0; round < rounds && out.length > 0; round++) out = damaged(out, random);
  return out;
}

function pick(random: Random, n: number): number {
  return Math.floor(random.next() * n);
}

/** Half of the damage hits the first fifth, where headers are. */
function place(bytes: Uint8Array, random: Random): number {
  return pick(random, random.next() < 0.5 ? Math.max(1, Math.floor(bytes.length / 5)) : bytes.length);
}

function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const at = place(bytes, random);
  const length = 1 + pick(random, 1 + pick(random, 64));
  switch (pick(random, 9)) {
    case 0:
    case 1:
      bytes[at] = bytes[at]! ^ (1 << pick(random, 8));
      return bytes;
    case 2:
      bytes[at] = 0;
      return bytes;
    case 3:
      bytes[at] = 255;
      return bytes;
    case 4:
      bytes[at] = pick(random, 256);
      return bytes;
    case 5:
      return bytes.slice(0, at);
    case 6: {
      const more = Uint8Array.from({ length }, () => (random.next() < 0.3 ? 255 : pick(random, 256)));
      return joinBytes([bytes.subarray(0, at), more, bytes.subarray(at)]);
    }
    case 7:
      return joinBytes([bytes.subarray(0, at), bytes.subarray(at + length)]);
    default: {
      const other = place(bytes, random);
      const block = bytes.slice(at, at + length);
      bytes.copyWithin(at, other, other + length);
      bytes.set(block.subarray(0, bytes.length - other), other);
      return bytes;
    }
  }
}
