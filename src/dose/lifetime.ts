// How long polarization lasts: 13C T1 against field, from the values that are known.
import { ScienceError } from '../base/index.ts';

/** Known values, fields ascending; one value holds for every field. */
export interface LifetimeTable {
  readonly field_T: readonly number[];
  readonly t1_s: readonly number[];
}

/** Throws unless there are as many times as fields, the fields ascend from 0 or above, and every time is above 0. */
export function checkLifetimes({ field_T, t1_s }: LifetimeTable): void {
  const refuse = (message: string): never => {
    throw new ScienceError('argument', message);
  };
  if (field_T.length === 0 || field_T.length !== t1_s.length)
    refuse(`${t1_s.length} T1 for ${field_T.length} fields; expected one for each`);
  field_T.forEach((field, i) => {
    if (!(field >= 0) || (i > 0 && !(field > field_T[i - 1]!)))
      refuse(`the fields of the T1 table are ${field_T.join(', ')} T; expected ascending numbers from 0 on`);
  });
  for (const time of t1_s) if (!(time > 0)) refuse(`T1 is ${time} s; expected more than 0`);
}

/** T1 in a field: its rate is linear between known fields and stays that of the nearest one beyond them. */
export function lifetimeAt({ field_T, t1_s }: LifetimeTable, at_T: number): number {
  const field = Math.abs(at_T);
  const above = field_T.findIndex((one) => one >= field);
  if (above < 0) return t1_s.at(-1)!;
  if (above === 0) return t1_s[0]!;
  const part = (field - field_T[above - 1]!) / (field_T[above]! - field_T[above - 1]!);
  return 1 / ((1 - part) / t1_s[above - 1]! + part / t1_s[above]!);
}
