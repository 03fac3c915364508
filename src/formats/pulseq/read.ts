// Pulseq .seq files, 1.2 to 1.5 (Layton et al. 2017; Pulseq file format specification), as sequence records.
import type { GradientEvent, Sequence, SequenceBlock } from '../../records/index.ts';
import { latin1 } from '../text.ts';
import { readDefinitions } from './definitions.ts';
import { rfPulse, samplingWindow, shapedGradient, trapezoid, type EventSource } from './events.ts';
import { readExtensions } from './extensions.ts';
import { formatError, splitSections } from './lines.ts';
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
  return /^(?:\s*#.*\n|\s*\n)*\s*\[VERSION\]/.test(latin1(bytes, 4096));
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

export const endOf = (event: GradientEvent): number =>
  event.kind === 'trapezoid'
    ? event.delay_s + event.rise_s + event.flat_s + event.fall_s
    : event.delay_s + event.duration_s;

/**
 * Reads a file. Throws, with file and line, on versions beyond, broken numbers, missing events, and events of a block that
 * overlap or outlast it. What was assumed or left out stands in the notes of the sequence.
 */
export function readPulseq(bytes: Uint8Array, where: string): PulseqFile {
  const text = splitSections(latin1(bytes, bytes.length), where);
  const version = readVersion(text);
  const columns = columnsOf(version);
  const { name, definitions, rasters, notes } = readDefinitions(text);
  const budget = new SampleBudget(where);
  const shapes = readShapes(text, version.minor, budget);
  const source: EventSource = { where, minor: version.minor, rasters, shapes, budget, shared: new Map() };
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
    const rf = pulse(values['rfId']!, line);
    const sampling = window(values['adcId']!, line);
    const gradients = AXES.map((axis, n) => gradient(values[axis]!, line, before[n]!));
    const ends = [
      rf === undefined ? 0 : rf.delay_s + rf.duration_s,
      sampling === undefined ? 0 : sampling.delay_s + sampling.nSamples * sampling.dwell_s,
      ...gradients.map((event) => (event === undefined ? 0 : endOf(event))),
    ];
    const last_s = Math.max(...ends);
    const delayId = values['delayId'] ?? 0;
    const delay_s = delayId === 0 ? 0 : eventOf(delays, delayId, 'delay', where, line).values['delay']! / 1e6;
    const duration_s =
      values['duration'] === undefined ? Math.max(delay_s, last_s) : values['duration'] * rasters.blockRaster_s;
    const longest = ['RF pulse', 'ADC window', 'x gradient', 'y gradient', 'z gradient'][ends.indexOf(last_s)]!;
    if (last_s > duration_s + 1e-9)
      throw formatError(
        where,
        line,
        `the ${longest} ends at ${seconds(last_s)}, after the block of ${seconds(duration_s)}; make the block longer`,
      );
    if (
      rf !== undefined &&
      sampling !== undefined &&
      rf.delay_s < ends[1]! - 1e-12 &&
      sampling.delay_s < ends[0]! - 1e-12
    )
      throw formatError(where, line, 'RF pulse and ADC window of the block overlap; move one or use two blocks');
    gradients.forEach((event, n) => {
      const joins = event?.kind === 'shape' && endOf(event) > duration_s - 1e-9;
      before[n] = joins ? event.last_HzPerM : 0;
    });
    blocks.push({
      duration_s,
      ...(rf && { rf }),
      gradients: gradients as unknown as SequenceBlock['gradients'],
      ...(sampling && { sampling }),
      ...extensions.of(values['extId'] ?? 0, line),
    });
  }
  if (blocks.length === 0)
    throw formatError(where, text.sections.get('BLOCKS')?.line ?? 1, 'the file has no blocks; nothing to play');
  const signature = checkSignature(bytes, text);
  const total = definitions['TotalDuration'];
  const sum_s = blocks.reduce((sum, { duration_s }) => sum + duration_s, 0);
  const all = [
    ...notes,
    ...extensions.notes,
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

const seconds = (value: number): string => `${Number(value.toPrecision(9))} s`;
