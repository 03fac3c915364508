// A field profile from a CSV file: columns time_s and field_T under one header line; other columns are left alone.
import { ScienceError, utf8 } from '../../base/index.ts';
import type { StudyFiles } from '../files.ts';

export interface ProfileTable {
  readonly time_s: readonly number[];
  readonly field_T: readonly number[];
}

const COLUMNS = ['time_s', 'field_T'] as const;
const STRONGEST_T = 100;

/** Reads and checks `path`; an error names the line. */
export function readProfile(path: string, files: StudyFiles): ProfileTable {
  const text = utf8(files.read(path)).replace(/^\uFEFF/, '');
  const fault = (line: number, message: string): never => {
    throw new ScienceError('format', message, { where: `${path}, line ${line}` });
  };
  const rows = text.split(/\r\n|\n|\r/);
  while (rows.at(-1)?.trim() === '') rows.pop();
  const separator = /[;\t]/.exec(rows[0] ?? '')?.[0] ?? ',';
  const cells = (row: string): string[] => row.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const header = cells(rows[0] ?? '');
  const at = COLUMNS.map((name) => header.indexOf(name));
  COLUMNS.forEach((name, c) => {
    if (at[c]! < 0)
      fault(
        1,
        `no column is called ${name}; expected a header line such as time_s,field_T (got '${header.join(', ').slice(0, 60)}')`,
      );
  });
  if (rows.length < 3) fault(rows.length, 'a profile needs two rows or more');
  const time_s: number[] = [],
    field_T: number[] = [];
  rows.slice(1).forEach((row, i) => {
    const line = i + 2;
    const [time, field] = COLUMNS.map((name, c) => {
      const cell = cells(row)[at[c]!] ?? '';
      const value = Number(cell);
      return cell !== '' && Number.isFinite(value)
        ? value
        : fault(line, `${name} is '${cell}'; expected a finite number`);
    }) as [number, number];
    const before = time_s.at(-1);
    if (before !== undefined && !(time > before)) fault(line, `time_s goes from ${before} to ${time}; times must rise`);
    if (Math.abs(field) > STRONGEST_T) fault(line, `field_T is ${field}; was it given in uT?`);
    time_s.push(time);
    field_T.push(field);
  });
  return { time_s, field_T };
}
