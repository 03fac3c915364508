// One instance of the kernel and what all plans share in it: tables of lines, room to work in, and room for their own tables.
import type { Precision } from '../complex-data.ts';
import { linePlan, type LinePlan } from './line-plan.ts';
import type { FourierMemory } from './memory.ts';

export interface Workshop {
  readonly memory: FourierMemory;
  readonly line: (n: number, precision: Precision) => LinePlan;
  /** Address of `bytes` that hold nothing from one call to the next. */
  readonly scratch: (bytes: number) => number;
  readonly shelf: Shelf;
}

/** Room for tables of plans, one behind the other. When it is full it starts over, and who has stood there writes again. */
export interface Shelf {
  /** What was taken in an earlier era is gone. */
  readonly era: () => number;
  readonly take: (bytes: number) => number;
}

/** The shelf grows up to this, or to the largest plan. */
const SHELF_MOST = 2 ** 26;
const SHELF_LEAST = 2 ** 20;

/** The next power of two, so that what is outgrown is never more than what is in use. */
export const twos = (n: number): number => 2 ** Math.ceil(Math.log2(n));

export function workshop(memory: FourierMemory): Workshop {
  const lines = new Map<string, LinePlan>();
  const room = growing(memory);
  return {
    memory,
    line: (n, precision) => {
      const key = `${n} ${precision}`;
      let plan = lines.get(key);
      if (!plan) lines.set(key, (plan = linePlan(memory, n, precision)));
      return plan;
    },
    scratch: (bytes) => room(bytes),
    shelf: shelfIn(memory),
  };
}

/** Gives the address of at least so many bytes, the same as long as they are enough. */
export function growing(memory: FourierMemory): (bytes: number) => number {
  let address = 0,
    size = 0;
  return (bytes) => {
    if (bytes > size) {
      size = twos(bytes);
      address = memory.take(size);
    }
    return address;
  };
}

function shelfIn(memory: FourierMemory): Shelf {
  let era = 0,
    start = 0,
    size = 0,
    next = 0;
  return {
    era: () => era,
    take: (bytes) => {
      if (next + bytes > size) {
        era++;
        next = 0;
        const wanted = twos(Math.max(SHELF_LEAST, bytes, Math.min(2 * size, SHELF_MOST)));
        if (wanted > size) {
          size = wanted;
          start = memory.take(size);
        }
      }
      const here = start + next;
      next += Math.ceil(bytes / 64) * 64;
      return here;
    },
  };
}

/** Gives the address of tables of `bytes` on the shelf, and has them written where they do not stand there (any more). */
export function settled(shelf: Shelf, bytes: number, write: (address: number) => void): () => number {
  let era = -1,
    address = 0;
  return () => {
    if (era !== shelf.era()) {
      address = shelf.take(bytes);
      era = shelf.era();
      write(address);
    }
    return address;
  };
}

/** Places of named blocks behind each other, each on 64 bytes, and what they take together. */
export function blocks<Name extends string>(bytes: Record<Name, number>): { at: Record<Name, number>; total: number } {
  const at = {} as Record<Name, number>;
  let total = 0;
  for (const name of Object.keys(bytes) as Name[]) {
    at[name] = total;
    total += Math.ceil(bytes[name] / 64) * 64;
  }
  return { at, total };
}
