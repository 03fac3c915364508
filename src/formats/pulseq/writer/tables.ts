// Tables of a .seq file as they are written: each row once, however many blocks use it.
import { ScienceError } from '../../../base/index.ts';
import { compress } from '../shapes.ts';

/** At most 12 digits. */
export const digits = (value: number): string => String(Number(value.toPrecision(12)));

/** Rows by their text; the same text gets the same id. */
export class RowTable {
  private readonly ids = new Map<string, number>();
  private readonly nextId: () => number;
  readonly rows: string[] = [];
  constructor(nextId?: () => number) {
    let last = 0;
    this.nextId = nextId ?? (() => ++last);
  }
  idOf(row: string): number {
    let id = this.ids.get(row);
    if (id === undefined) {
      id = this.nextId();
      this.ids.set(row, id);
      this.rows.push(`${id} ${row}`);
    }
    return id;
  }
}

/** Shapes by their samples. */
export class ShapeTable {
  private readonly ids = new Map<string, number>();
  readonly texts: string[] = [];
  idOf(samples: Float64Array): number {
    const stored = compress(samples);
    const text = `num_samples ${samples.length}\n${stored.join('\n')}\n`;
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.ids.size + 1;
      this.ids.set(text, id);
      this.texts.push(`shape_id ${id}\n${text}`);
    }
    return id;
  }
}

export function cannotWrite(block: number, message: string): ScienceError {
  return new ScienceError('argument', message, { where: `block ${block + 1}` });
}

/** A time as a whole number of its unit, within a nanosecond (of ns: a picosecond). Throws where it is none. */
export function whole(value_s: number, perSecond: number, what: string, block: number): string {
  const count = value_s * perSecond;
  const rounded = Math.round(count);
  if (!(Math.abs(count - rounded) <= 1e-3) || rounded < 0) {
    const unit = perSecond === 1e9 ? 'nanoseconds' : 'microseconds';
    throw cannotWrite(block, `${what} is ${value_s} s; Pulseq holds whole ${unit}: move it onto the raster`);
  }
  return String(rounded);
}
