// Extensions of blocks as chains of references.
import type { SequenceBlock } from '../../../records/index.ts';
import { cannotWrite, digits, RowTable, whole } from './tables.ts';

/** Collects the extensions of blocks; `text` is the section. */
export class ExtensionWriter {
  private readonly links = new RowTable();
  private readonly tables = new Map<string, RowTable>();
  private readonly minor: number;
  private readonly notes: Set<string>;
  constructor(minor: number, notes: Set<string>) {
    this.minor = minor;
    this.notes = notes;
  }

  /** Id of the chain of a block; 0 without any. */
  idOf(block: SequenceBlock, index: number): number {
    let next = 0;
    for (const [name, row] of this.entries(block, index).reverse()) {
      let table = this.tables.get(name);
      if (table === undefined) this.tables.set(name, (table = new RowTable()));
      const type = [...this.tables.keys()].indexOf(name) + 1;
      next = this.links.idOf(`${type} ${table.idOf(row)} ${next}`);
    }
    return next;
  }

  private entries(block: SequenceBlock, index: number): [string, string][] {
    const { labels = [], triggers = [], rotation, softDelay, rfShim } = block;
    const out: [string, string][] = labels.map(({ label, change, value }) => [
      change === 'set' ? 'LABELSET' : 'LABELINC',
      `${digits(value)} ${label}`,
    ]);
    for (const { kind, channel, delay_s, duration_s } of triggers) {
      const times = [delay_s, duration_s].map((time) => whole(time, 1e6, 'time of the trigger', index));
      out.push(['TRIGGERS', `${kind === 'output' ? 1 : 2} ${channel} ${times.join(' ')}`]);
    }
    const old = this.minor < 5;
    if (old && (rotation ?? rfShim) !== undefined)
      throw cannotWrite(index, `${rotation ? 'a rotation' : 'an RF shim'} needs Pulseq 1.5; write 1.5`);
    if (old && softDelay !== undefined)
      this.notes.add('Pulseq 1.4 has no soft delays; their blocks keep the duration they have.');
    if (rotation !== undefined) out.push(['ROTATIONS', rotation.map(digits).join(' ')]);
    if (softDelay !== undefined && !old) {
      const { number, offset_s, factor, name } = softDelay;
      out.push(['DELAYS', `${number} ${digits(offset_s * 1e6)} ${digits(factor)} ${name}`]);
    }
    if (rfShim !== undefined) {
      const weights = rfShim.magnitude.flatMap((magnitude, n) => [digits(magnitude), digits(rfShim.phase_rad[n]!)]);
      out.push(['RF_SHIMS', `${rfShim.magnitude.length} ${weights.join(' ')}`]);
    }
    return out;
  }

  /** Rows of the section, empty without extensions. */
  rows(): readonly string[] {
    const tables = [...this.tables].flatMap(([name, { rows }], n) => ['', `extension ${name} ${n + 1}`, ...rows]);
    return [...this.links.rows, ...tables];
  }
}
