// Which columns the tables of a version have.
import { ScienceError } from '../../base/index.ts';
import { formatError, wholeOf, wordsOf, type SeqText } from './lines.ts';

export interface Version {
  readonly minor: number;
  /** Such as `1.4.2`. */
  readonly text: string;
}

/** Column names of the event tables. `use` is a letter, every other a number; `*Id` and `id` are whole numbers. */
export interface Columns {
  readonly blocks: readonly string[];
  readonly rf: readonly string[];
  readonly gradients: readonly string[];
  readonly adc: readonly string[];
}

const V12: Columns = {
  blocks: ['id', 'delayId', 'rfId', 'gxId', 'gyId', 'gzId', 'adcId', 'extId'],
  rf: ['id', 'amplitude', 'magnitudeId', 'phaseId', 'delay', 'frequency', 'phase'],
  gradients: ['id', 'amplitude', 'shapeId', 'delay'],
  adc: ['id', 'num', 'dwell', 'delay', 'frequency', 'phase'],
};
const V14: Columns = {
  blocks: ['id', 'duration', 'rfId', 'gxId', 'gyId', 'gzId', 'adcId', 'extId'],
  rf: ['id', 'amplitude', 'magnitudeId', 'phaseId', 'timeId', 'delay', 'frequency', 'phase'],
  gradients: ['id', 'amplitude', 'shapeId', 'timeId', 'delay'],
  adc: V12.adc,
};
const V15: Columns = {
  blocks: V14.blocks,
  rf: [
    ...['id', 'amplitude', 'magnitudeId', 'phaseId', 'timeId', 'center', 'delay'],
    ...['frequencyPpm', 'phasePpm', 'frequency', 'phase', 'use'],
  ],
  gradients: ['id', 'amplitude', 'first', 'last', 'shapeId', 'timeId', 'delay'],
  adc: ['id', 'num', 'dwell', 'delay', 'frequencyPpm', 'phasePpm', 'frequency', 'phase', 'phaseId'],
};

export const TRAP_COLUMNS = ['id', 'amplitude', 'rise', 'flat', 'fall', 'delay'] as const;
const COLUMNS: readonly Columns[] = [V12, V12, V14, V15];

export const columnsOf = ({ minor }: Version): Columns => COLUMNS[minor - 2]!;

/** The version of the file. Throws on any that is not 1.2 to 1.5. */
export function readVersion({ sections, where }: SeqText): Version {
  const section = sections.get('VERSION');
  if (section === undefined) {
    const message =
      'no section [VERSION]: not a Pulseq file, or one before 1.2; write it again with a toolbox of today';
    throw new ScienceError('format', message, { where });
  }
  const parts: Record<string, number> = {};
  for (const row of section.rows) {
    const [key, value] = wordsOf(row);
    // revisions of development files hold letters, such as 2post1
    parts[key!.toLowerCase()] = wholeOf(
      key === 'revision' ? /^\d+/.exec(value ?? '')?.[0] : value,
      key!,
      where,
      row.line,
    );
  }
  const { major, minor, revision = 0 } = parts;
  if (major === undefined || minor === undefined)
    throw formatError(where, section.line, '[VERSION] lacks major or minor; expected e.g. major 1, minor 4');
  const text = `${major}.${minor}.${revision}`;
  if (major !== 1 || minor < 2 || minor > 5) {
    const old = major < 1 || (major === 1 && minor < 2);
    const advice = old
      ? 'read it with the Pulseq toolbox and write it again as 1.4 or 1.5'
      : 'write it as 1.5 (or 1.4)';
    throw new ScienceError('unsupported', `Pulseq version ${text}; 1.2 to 1.5 are read: ${advice}`, {
      where: `${where}, line ${section.line}`,
    });
  }
  return { minor, text };
}
