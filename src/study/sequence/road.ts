// From a .seq file to what it plays: extremes, k-space, violations, and the file in another version.
import { ScienceError } from '../../base/index.ts';
import {
  readPulseq,
  writePulseq,
  type PulseqFile,
  type PulseqText,
  type PulseqVersion,
} from '../../formats/pulseq/index.ts';
import {
  checkSequence,
  extremesOf,
  kSpaceOf,
  useOf,
  type KSpaceWindow,
  type SequenceExtremes,
  type Violation,
} from '../../scanner/sequence/index.ts';
import type { StudyFiles } from '../files.ts';
import { atCentre } from './k-space-figure.ts';
import { drawnPulses, type DrawnPulse } from './pulses.ts';
import { hardwareOf, readHardware, type HardwareSettings } from './settings.ts';

export interface SequenceStudy {
  readonly file: string;
  readonly read: PulseqFile;
  readonly hardware: HardwareSettings | undefined;
  readonly extremes: SequenceExtremes;
  readonly windows: readonly KSpaceWindow[];
  readonly violations: readonly Violation[];
  /** What they excite; none where the nucleus is not known. */
  readonly pulses: readonly DrawnPulse[];
  readonly nExcitations: number;
  /** Smallest and largest value of each label at the sampling windows. */
  readonly labels: Readonly<Record<string, readonly [number, number]>>;
  readonly written: (PulseqText & { readonly version: PulseqVersion }) | undefined;
  readonly notes: readonly string[];
}

export interface SequenceRequest {
  /** Path of the .seq file and of the hardware file, as `files` knows them. */
  readonly sequence: string;
  readonly hardware?: string | undefined;
  readonly write?: PulseqVersion | undefined;
}

/** k-space is kept for so many samples: 32 bytes each. */
const MAX_SAMPLES = 8_000_000;

export function sequenceRoad(
  { sequence: path, hardware: hardwarePath, write }: SequenceRequest,
  files: StudyFiles,
): SequenceStudy {
  const settings = hardwarePath === undefined ? undefined : readHardware(hardwarePath, files);
  const read = readPulseq(files.read(path), path);
  const { sequence } = read;
  const extremes = extremesOf(sequence);
  if (extremes.nSamples > MAX_SAMPLES)
    throw new ScienceError(
      'unsupported',
      `the sequence samples ${extremes.nSamples} points; at most ${MAX_SAMPLES}: split it`,
      { where: path },
    );
  const { windows } = kSpaceOf(sequence);
  const notes = [...sequence.notes];
  if (sequence.blocks.some(({ rf }) => rf?.use === 'undefined'))
    notes.push(
      'Where the file does not say what an RF pulse is for, up to 90 degrees excites and more refocuses (k-space).',
    );
  if (sequence.blocks.some(({ rf }) => rf !== undefined && rf.use === 'undefined' && useOf(rf) === 'refocusing'))
    notes.push('Some such pulses are above 90 degrees: an inversion would be taken as refocusing.');
  if (settings === undefined)
    notes.push(
      'No hardware file: limits were not checked, and amplitudes stand in Hz because the nucleus is not known.',
    );
  else {
    if (typeof sequence.definitions['Nucleus'] !== 'string')
      notes.push(`The file does not say its nucleus: ASSUMED that of the hardware file, ${settings.nucleus}.`);
    notes.push('Not checked: nerve stimulation, specific absorption, the duty of gradient amplifiers.');
  }
  const nucleus = settings?.nucleus ?? sequence.definitions['Nucleus'];
  const known = typeof nucleus === 'string';
  const { pulses, notes: undrawn } = known ? drawnPulses(sequence) : { pulses: [], notes: [] };
  if (!known && extremes.nPulses > 0)
    notes.push('What the RF pulses excite is not drawn: the nucleus is not known; give --hardware.');
  notes.push(...undrawn);
  if (windows.length > 0 && atCentre(windows))
    notes.push(
      'All samples stand at the centre of k-space: no gradient acts between excitation and sampling, and k-space is not drawn.',
    );
  const written = write === undefined ? undefined : { version: write, ...writePulseq(sequence, write) };
  return {
    file: path,
    read,
    hardware: settings,
    extremes,
    windows,
    pulses,
    violations: settings === undefined ? [] : checkSequence(sequence, hardwareOf(settings)),
    nExcitations: sequence.blocks.filter(({ rf }) => rf !== undefined && useOf(rf) === 'excitation').length,
    labels: labelRanges(windows),
    written,
    notes: [...notes, ...(written?.notes ?? [])],
  };
}

function labelRanges(windows: readonly KSpaceWindow[]): Record<string, readonly [number, number]> {
  const ranges = new Map<string, readonly [number, number]>();
  for (const { labels } of windows)
    for (const [name, value] of Object.entries(labels)) {
      const [low, high] = ranges.get(name) ?? [value, value];
      ranges.set(name, [Math.min(low, value), Math.max(high, value)]);
    }
  return Object.fromEntries(ranges);
}
