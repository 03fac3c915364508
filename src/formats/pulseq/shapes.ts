// Shapes: lists of samples, stored plain or as run lengths of their steps (Pulseq specification, section Shapes).
import { ScienceError } from '../../base/index.ts';
import { quoted } from '../text.ts';
import { formatError, wholeOf, type SeqText } from './lines.ts';

/** All samples of a file together, shapes and what events make of them: 256 MB. A few bytes can claim any number. */
export const MAX_SAMPLES = 32_000_000;

/** Counts samples against the limit before memory is taken. */
export class SampleBudget {
  private left = MAX_SAMPLES;
  private readonly where: string;
  constructor(where: string) {
    this.where = where;
  }
  take(count: number, line: number): void {
    this.left -= count;
    if (this.left < 0) {
      const message = `shapes and events hold more than ${MAX_SAMPLES} samples; split the sequence`;
      throw new ScienceError('unsupported', message, { where: `${this.where}, line ${line}` });
    }
  }
}

/** Samples of each shape by id. Up to 1.3 every shape is compressed; from 1.4 one of as many numbers as samples is plain. */
export function readShapes(text: SeqText, minor: number, budget: SampleBudget): ReadonlyMap<number, Float64Array> {
  const { where } = text;
  const shapes = new Map<number, Float64Array>();
  const rows = text.sections.get('SHAPES')?.rows ?? [];
  for (let at = 0; at < rows.length;) {
    const { line, text: head } = rows[at]!;
    const id = headerOf(head, /^shape_id\s+(\S+)$/i, 'shape_id', where, line);
    const next = rows[at + 1];
    const pattern = /^num_(?:samples|uncompressed)\s+(\S+)$/i;
    const count = headerOf(next?.text ?? '', pattern, 'num_samples', where, next?.line ?? line);
    const stored: number[] = [];
    for (at += 2; at < rows.length; at++) {
      const row = rows[at]!;
      const value = Number(row.text);
      if (Number.isFinite(value)) stored.push(value);
      else if (/^shape_id/i.test(row.text)) break;
      else throw formatError(where, row.line, `sample ${quoted(row.text)} of shape ${id} is not a finite number`);
    }
    if (shapes.has(id)) throw formatError(where, line, `shape ${id} stands twice; give each its own id`);
    budget.take(count, line);
    const plain = minor >= 4 && stored.length === count;
    const samples = plain ? Float64Array.from(stored) : decompress(stored, count);
    if (samples === undefined) {
      const message = `shape ${id} claims ${count} samples, its ${stored.length} numbers hold another count; write the file again`;
      throw formatError(where, line, message);
    }
    shapes.set(id, samples);
  }
  return shapes;
}

function headerOf(row: string, pattern: RegExp, what: string, where: string, line: number): number {
  const word = pattern.exec(row)?.[1];
  if (word === undefined) throw formatError(where, line, `expected '${what} <number>', found ${quoted(row)}`);
  return wholeOf(word, what, where, line, 1);
}

/** Length of the run at `at`: two equal steps are followed by how many more there are; NaN where that is no count. */
function runAt(stored: readonly number[], at: number): number {
  if (stored[at + 1] !== stored[at]) return 1;
  const more = stored[at + 2];
  return more !== undefined && Number.isSafeInteger(more) && more >= 0 ? 2 + more : NaN;
}

/** Undoes the run lengths and sums the steps; undefined, and no memory taken, where the count is another. */
export function decompress(stored: readonly number[], count: number): Float64Array | undefined {
  let total = 0;
  for (let at = 0; at < stored.length; at += stored[at + 1] === stored[at] ? 3 : 1) total += runAt(stored, at);
  if (total !== count) return undefined;
  const out = new Float64Array(count);
  let n = 0;
  let value = 0;
  for (let at = 0; at < stored.length; at += stored[at + 1] === stored[at] ? 3 : 1) {
    const step = stored[at]!;
    for (const end = n + runAt(stored, at); n < end; n++) {
      value += step;
      out[n] = value;
    }
  }
  return out;
}

/** Grid of compressed samples, whose largest is 1. */
const QUANTUM = 1e10;

/** The numbers to store: run lengths of steps on a grid of 1e-10 where that is shorter, else 12 digits of each sample. */
export function compress(samples: Float64Array): readonly string[] {
  const plain = Array.from(samples, (value) => String(Number(value.toPrecision(12))));
  const out: string[] = [];
  let before = 0;
  for (let n = 0; n < samples.length && out.length < plain.length;) {
    const step = Math.round(samples[n]! * QUANTUM) - before;
    let run = 0;
    while (n < samples.length && Math.round(samples[n]! * QUANTUM) - before === step) {
      before += step;
      run++;
      n++;
    }
    const word = String(step / QUANTUM);
    if (run === 1) out.push(word);
    else out.push(word, word, String(run - 2));
  }
  return out.length < plain.length ? out : plain;
}
