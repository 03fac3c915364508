// Sequence records as Pulseq .seq files, 1.4.2 or 1.5.1, signed.
import type { GradientEvent, Sequence } from '../../../records/index.ts';
import { asciiBytes } from '../../text.ts';
import { RASTER_KEYS } from '../definitions.ts';
import { endOf } from '../playable.ts';
import { signed } from '../signature.ts';
import { adcId, gradientId, rfId, type Target } from './events.ts';
import { ExtensionWriter } from './extensions.ts';
import { cannotWrite, digits, RowTable, ShapeTable } from './tables.ts';

export type PulseqVersion = '1.4' | '1.5';

export interface PulseqText {
  readonly text: string;
  /** What the version cannot hold. */
  readonly notes: readonly string[];
}

const HEADS = {
  4: {
    rf: '# id amplitude_Hz mag_id phase_id time_id delay_us freq_Hz phase_rad',
    gradients: '# id amplitude_Hz/m shape_id time_id delay_us',
    adc: '# id num dwell_ns delay_us freq_Hz phase_rad',
  },
  5: {
    rf: '# id amplitude_Hz mag_id phase_id time_id center_us delay_us freq_ppm phase_rad/MHz freq_Hz phase_rad use',
    gradients: '# id amplitude_Hz/m first_Hz/m last_Hz/m shape_id time_id delay_us',
    adc: '# id num dwell_ns delay_us freq_ppm phase_rad/MHz freq_Hz phase_rad phase_id',
  },
} as const;

/** Writes a sequence, digits to 1e-12 (shapes that compress: 1e-10 of their peak). Throws with the block where the version has no place for what it holds. */
export function writePulseq(sequence: Sequence, version: PulseqVersion): PulseqText {
  const minor = version === '1.4' ? 4 : 5;
  const { rasters } = sequence;
  const notes = new Set<string>();
  let gradientCount = 0;
  const nextGradient = (): number => ++gradientCount; // trapezoids and shapes share their ids
  const target: Target = {
    minor,
    rasters,
    notes,
    shapes: new ShapeTable(),
    rf: new RowTable(),
    gradients: new RowTable(nextGradient),
    traps: new RowTable(nextGradient),
    adc: new RowTable(),
  };
  const extensions = new ExtensionWriter(minor, notes);
  const before = [0, 0, 0];
  const ids = new Map<object, number>(); // events that blocks share are looked at once
  const blocks = sequence.blocks.map((block, index) => {
    const count = Math.round(block.duration_s / rasters.blockRaster_s);
    if (Math.abs(block.duration_s / rasters.blockRaster_s - count) > 1e-3)
      throw cannotWrite(
        index,
        `the block lasts ${block.duration_s} s, no multiple of the raster of ${rasters.blockRaster_s} s`,
      );
    const once = <T extends object>(event: T | undefined, make: (event: T) => number): number => {
      if (event === undefined) return 0;
      const id = ids.get(event) ?? make(event);
      ids.set(event, id);
      return id;
    };
    const gradients = block.gradients.map((event, axis) => {
      const id =
        event?.kind === 'shape' && minor < 5
          ? gradientId(target, event, before[axis]!, index) // depends on the block before
          : once(event, (one: GradientEvent) => gradientId(target, one, before[axis]!, index));
      const joins = event?.kind === 'shape' && endOf(event) > block.duration_s - 1e-9;
      before[axis] = joins ? event.last_HzPerM : 0;
      return id;
    });
    const rf = once(block.rf, (one) => rfId(target, one, index));
    const adc = once(block.sampling, (one) => adcId(target, one, index));
    return `${index + 1} ${count} ${rf} ${gradients.join(' ')} ${adc} ${extensions.idOf(block, index)}`;
  });
  const heads = HEADS[minor];
  const section = (name: string, head: string, rows: readonly string[]): string[] =>
    rows.length === 0 ? [] : [...(head === '' ? [] : [head]), `[${name}]`, ...rows, ''];
  const lines = [
    '# Pulseq sequence file',
    '# Created by Fumarole',
    '',
    ...section('VERSION', '', ['major 1', `minor ${minor}`, `revision ${minor === 4 ? 2 : 1}`]),
    ...section('DEFINITIONS', '', definitionRows(sequence)),
    ...section('BLOCKS', '# id duration rf gx gy gz adc ext', blocks),
    ...section('RF', heads.rf, target.rf.rows),
    ...section('GRADIENTS', heads.gradients, target.gradients.rows),
    ...section('TRAP', '# id amplitude_Hz/m rise_us flat_us fall_us delay_us', target.traps.rows),
    ...section('ADC', heads.adc, target.adc.rows),
    ...section('EXTENSIONS', '# id type ref next_id', extensions.rows()),
    ...section('SHAPES', '', target.shapes.texts.length === 0 ? [] : ['', ...target.shapes.texts]),
  ];
  return { text: signed(lines.join('\n'), asciiBytes), notes: [...notes] };
}

function definitionRows({ definitions, rasters, name, blocks }: Sequence): string[] {
  const rows = new Map<string, string>(RASTER_KEYS.map(([key, raster]) => [key, digits(rasters[raster])]));
  for (const [key, value] of Object.entries(definitions))
    rows.set(
      key.replace(/\s+/g, '_'),
      typeof value === 'string' ? value.replace(/\s+/g, ' ') : value.map(String).join(' '),
    );
  if (name !== '') rows.set('Name', name.replace(/\s+/g, ' '));
  rows.set('TotalDuration', digits(blocks.reduce((sum, { duration_s }) => sum + duration_s, 0)));
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key} ${value}`);
}
