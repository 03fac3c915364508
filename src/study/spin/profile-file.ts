// A field profile or a current from a CSV file: columns time_s and field_T or current_A under one header line; others are left alone.
import { ScienceError, utf8 } from '../../base/index.ts';
import type { StudyFiles } from '../files.ts';

export interface ProfileTable {
  readonly time_s: readonly number[];
  readonly field_T: readonly number[];
}

export interface CurrentTable {
  readonly time_s: readonly number[];
  readonly current_A: readonly number[];
}

const STRONGEST_T = 100;

/** Reads and checks `path`; an error names the line. */
export function readProfile(path: string, files: StudyFiles): ProfileTable {
  const { time_s, values } = readCourse(path, files, 'field_T');
  return { time_s, field_T: values };
}

/** A current that was sent to a coil or measured in it. */
export function readCoilCsv(path: string, files: StudyFiles): CurrentTable {
  const { time_s, values } = readCourse(path, files, 'current_A');
  return { time_s, current_A: values };
}

function readCourse(
  path: string,
  files: StudyFiles,
  quantity: 'field_T' | 'current_A',
): { readonly time_s: readonly number[]; readonly values: readonly number[] } {
  const columns = ['time_s', quantity] as const;
  const text = utf8(files.read(path)).replace(/^\uFEFF/, '');
  const fault = (line: number, message: string): never => {
    throw new ScienceError('format', message, { where: `${path}, line ${line}` });
  };
  if (/[\0\uFFFD]/.test(text)) fault(1, 'this is no text; expected a CSV file in UTF-8');
  if (text.trim() === '') fault(1, `the file is empty; expected a header line such as time_s,${quantity}`);
  const rows = text.split(/\r\n|\n|\r/);
  while (rows.at(-1)?.trim() === '') rows.pop();
  const separator = /[;\t]/.exec(rows[0] ?? '')?.[0] ?? ',';
  const cells = (row: string): string[] => row.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const header = cells(rows[0] ?? '');
  const at = columns.map((name) => header.indexOf(name));
  columns.forEach((name, c) => {
    if (at[c]! < 0)
      fault(
        1,
        `no column is called ${name}; expected a header line such as time_s,${quantity} (got '${header.join(', ').slice(0, 60)}')`,
      );
  });
  if (rows.length < 3) fault(rows.length, 'a profile needs two rows or more');
  const time_s: number[] = [],
    values: number[] = [];
  rows.slice(1).forEach((row, i) => {
    const line = i + 2;
    const [time, value] = columns.map((name, c) => {
      const cell = cells(row)[at[c]!] ?? '';
      const number = Number(cell);
      return cell !== '' && Number.isFinite(number)
        ? number
        : fault(line, `${name} is '${cell}'; expected a finite number`);
    }) as [number, number];
    const before = time_s.at(-1);
    if (before !== undefined && !(time > before)) fault(line, `time_s goes from ${before} to ${time}; times must rise`);
    if (quantity === 'field_T' && Math.abs(value) > STRONGEST_T)
      fault(line, `field_T is ${value}; was it given in uT?`);
    time_s.push(time);
    values.push(value);
  });
  return { time_s, values };
}
