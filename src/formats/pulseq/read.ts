// Pulseq .seq files, 1.2 to 1.5 (Layton et al. 2017; Pulseq file format specification), as sequence records.
import { ScienceError } from '../../base/index.ts';
import type { GradientEvent, Sequence, SequenceBlock } from '../../records/index.ts';
import { latin1 } from '../text.ts';
import { readDefinitions } from './definitions.ts';
import { rfPulse, samplingWindow, shapedGradient, trapezoid, type EventSource } from './events.ts';
import { readExtensions } from './extensions.ts';
import { formatError, splitSections } from './lines.ts';
import { checkPlayable, endOf, endsOf, seconds } from './playable.ts';
import { readShapes, SampleBudget } from './shapes.ts';
import { checkSignature, type SignatureState } from './signature.ts';
import { eventOf, readTable, type EventRow } from './tables.ts';
import { columnsOf, readVersion, TRAP_COLUMNS } from './version.ts';

export interface PulseqFile {
  /** Such as `1.4.2`. */
  readonly version: string;
  readonly signature: SignatureState;
  readonly sequence: Sequence;
}

const AXES = ['gxId', 'gyId', 'gzId'] as const;

/** A file begins with comments and [VERSION]. */
export function isPulseq(bytes: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf)?(?:\s*#.*\n|\s*\n)*\s*\[VERSION\]/.test(latin1(bytes, 4096));
}

/** Events of a file, made once each however many blocks ask for them. */
function makeOnce<T>(table: ReadonlyMap<number, EventRow>, what: string, where: string, make: (row: EventRow) => T) {
  const made = new Map<number, T>();
  return (id: number, line: number): T | undefined => {
    if (id === 0) return undefined;
    let event = made.get(id);
    if (event === undefined) made.set(id, (event = make(eventOf(table, id, what, where, line))));
    return event;
  };
}

/**
 * Reads a file. Throws, with file and line, on versions beyond, broken numbers, missing events, and, with the block, on what no
 * scanner plays (`checkPlayable`). What was assumed or left out stands in the notes of the sequence.
 */
export function readPulseq(bytes: Uint8Array, where: string): PulseqFile {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new ScienceError('format', 'the file is compressed (gzip); unpack it first', { where }); // prettier-ignore
  const text = splitSections(latin1(bytes, bytes.length), where);
  const version = readVersion(text);
  const columns = columnsOf(version);
  const { name, definitions, rasters, notes } = readDefinitions(text);
  const budget = new SampleBudget(where);
  const shapes = readShapes(text, version.minor, budget);
  const lines: number[] = []; // of the blocks
  const source: EventSource = { where, minor: version.minor, rasters, shapes, budget, block: () => lines.length, shared: new Map() }; // prettier-ignore
  const traps = readTable(text, 'TRAP', TRAP_COLUMNS);
  const arbitrary = readTable(text, 'GRADIENTS', columns.gradients);
  for (const [id, { line }] of arbitrary)
    if (traps.has(id))
      throw formatError(where, line, `gradient ${id} stands in [TRAP] and [GRADIENTS]; give each its own id`);
  const delays = readTable(text, 'DELAYS', ['id', 'delay']);
  const extensions = readExtensions(text);
  const pulse = makeOnce(readTable(text, 'RF', columns.rf), 'RF event', where, (row) => rfPulse(source, row));
  const window = makeOnce(readTable(text, 'ADC', columns.adc), 'ADC event', where, (row) =>
    samplingWindow(source, row),
  );
  const trap = makeOnce(traps, 'gradient', where, trapezoid);
  const shaped = new Map<string, GradientEvent>();
  const gradient = (id: number, line: number, before_HzPerM: number): GradientEvent | undefined => {
    const row = arbitrary.get(id);
    if (row === undefined) return trap(id, line);
    const key = `${id} ${before_HzPerM}`;
    let event = shaped.get(key);
    if (event === undefined) shaped.set(key, (event = shapedGradient(source, row, before_HzPerM)));
    return event;
  };

  const before = [0, 0, 0];
  const blocks: SequenceBlock[] = [];
  for (const { line, values } of readTable(text, 'BLOCKS', columns.blocks).values()) {
    lines.push(line);
    const rf = pulse(values['rfId']!, line);
    const sampling = window(values['adcId']!, line);
    const [x, y, z] = AXES.map((axis, n) => gradient(values[axis]!, line, before[n]!));
    const gradients = [x, y, z] as const;
    const ends = endsOf({ ...(rf && { rf }), ...(sampling && { sampling }), gradients });
    const delayId = values['delayId'] ?? 0;
    const delay_s = delayId === 0 ? 0 : eventOf(delays, delayId, 'delay', where, line).values['delay']! / 1e6;
    const duration_s =
      values['duration'] === undefined ? Math.max(delay_s, ...ends) : values['duration'] * rasters.blockRaster_s;
    gradients.forEach((event, n) => {
      const joins = event?.kind === 'shape' && endOf(event) > duration_s - 1e-9;
      before[n] = joins ? event.last_HzPerM : 0;
    });
    blocks.push({
      duration_s,
      ...(rf && { rf }),
      gradients,
      ...(sampling && { sampling }),
      ...extensions.of(values['extId'] ?? 0, line),
    });
  }
  if (blocks.length === 0)
    throw formatError(where, text.sections.get('BLOCKS')?.line ?? 1, 'the file has no blocks; nothing to play');
  const steps = checkPlayable(blocks, { where, minor: version.minor, rasters, lines });
  const signature = checkSignature(bytes, text);
  const total = definitions['TotalDuration'];
  const sum_s = blocks.reduce((sum, { duration_s }) => sum + duration_s, 0);
  const all = [
    ...notes,
    ...extensions.notes,
    ...steps,
    ...text.unknown.map((section) => `Section [${section}] is not known; it is left out.`),
  ];
  if (signature === 'wrong') all.push('The MD5 signature does not fit: the file was changed after it was written.');
  if (signature === 'unknown') all.push('The signature is not MD5; it was not checked.');
  if (version.minor < 5 && blocks.some(({ rf }) => rf !== undefined))
    all.push(
      `Pulseq 1.${version.minor} does not say what RF pulses are for, nor their centre: the centre is taken at the peak.`,
    );
  if (typeof total === 'object' && !(Math.abs(total[0]! - sum_s) <= 1e-5 * sum_s + rasters.blockRaster_s))
    all.push(`The file says a duration of ${total[0]} s; its blocks last ${seconds(sum_s)}.`);
  return { version: version.text, signature, sequence: { name, blocks, definitions, rasters, notes: all } };
}
