// The door for transfer settings from a file: every key known, every number possible, with the place of the first fault.
import { nearestName, ScienceError } from '../base/index.ts';
import type { Relaxation } from './relaxing/relaxing-system.ts';
import type { AdditionSettings, ProfileSettings, TransferSettings } from './simulate.ts';

const KEYS = ['paraFraction', 'addition', 'profile', 'relaxation', 'tolerance', 'points'];

/** `input`, parsed from YAML or JSON without its `system`, as transfer settings. A CSV profile comes as kind `table`, already read. */
export function checkTransferSettings(input: unknown, where: string): TransferSettings {
  const fields = asObject(input, where, KEYS);
  const fraction = finite(fields['paraFraction'], `${where}.paraFraction`);
  if (fraction < 0 || fraction > 1) fault(`is ${fraction}; expected a number from 0 to 1`, `${where}.paraFraction`);
  const tolerance = fields['tolerance'],
    points = fields['points'];
  if (tolerance !== undefined && !(finite(tolerance, `${where}.tolerance`) > 0))
    fault('expected a number above 0', `${where}.tolerance`);
  if (
    points !== undefined &&
    !(Number.isInteger(points) && (points as number) >= 0 && points !== 1 && (points as number) <= 10_000)
  ) {
    fault('expected 0 or a whole number from 2 to 10000', `${where}.points`);
  }
  return {
    paraFraction: fraction,
    addition: checkAddition(fields['addition'], `${where}.addition`),
    profile: checkProfile(fields['profile'], `${where}.profile`),
    ...(fields['relaxation'] === undefined
      ? {}
      : { relaxation: checkRelaxation(fields['relaxation'], `${where}.relaxation`) }),
    ...(tolerance === undefined ? {} : { tolerance: tolerance as number }),
    ...(points === undefined ? {} : { points: points as number }),
  };
}

function checkAddition(input: unknown, where: string): AdditionSettings {
  const fields = asObject(input, where, ['pure', 'dephasedAt_T', 'window_s', 'field_T', 'age_s', 'weight']);
  if (fields['pure'] === true && Object.keys(fields).length === 1) return { pure: true };
  if (fields['dephasedAt_T'] !== undefined && Object.keys(fields).length === 1)
    return { dephasedAt_T: finite(fields['dephasedAt_T'], `${where}.dephasedAt_T`) };
  if (fields['window_s'] !== undefined && Object.keys(fields).length === 2) {
    return {
      window_s: above(fields['window_s'], `${where}.window_s`),
      field_T: finite(fields['field_T'], `${where}.field_T`),
    };
  }
  if (fields['age_s'] !== undefined && Object.keys(fields).length === 3) {
    const age_s = numbers(fields['age_s'], `${where}.age_s`),
      weight = numbers(fields['weight'], `${where}.weight`);
    if (age_s.length !== weight.length) fault(`${age_s.length} ages but ${weight.length} weights`, where);
    return { age_s, weight, field_T: finite(fields['field_T'], `${where}.field_T`) };
  }
  return fault('expected { pure: true }, { dephasedAt_T }, { window_s, field_T } or { age_s, weight, field_T }', where);
}

const PROFILES: Record<string, readonly string[]> = {
  linear: ['from_T', 'to_T', 'duration_s'],
  constantAdiabaticity: ['from_T', 'to_T', 'duration_s'],
  exponential: ['from_T', 'to_T', 'duration_s', 'timeConstant_s'],
  table: ['time_s', 'field_T'],
};

function checkProfile(input: unknown, where: string): ProfileSettings {
  const kind = asObject(input, where)['kind'];
  const keys = typeof kind === 'string' ? PROFILES[kind] : undefined;
  if (!keys) {
    const nearest = nearestName(String(kind), Object.keys(PROFILES));
    return fault(`no profile is of kind ${JSON.stringify(kind)}; nearest is "${nearest}"`, `${where}.kind`);
  }
  const fields = asObject(input, where, ['kind', ...keys]);
  if (kind === 'table')
    return {
      kind,
      time_s: numbers(fields['time_s'], `${where}.time_s`),
      field_T: numbers(fields['field_T'], `${where}.field_T`),
    };
  const out: Record<string, unknown> = { kind };
  for (const key of keys)
    out[key] = key === 'duration_s' ? above(fields[key], `${where}.${key}`) : finite(fields[key], `${where}.${key}`);
  return out as unknown as ProfileSettings;
}

function checkRelaxation(input: unknown, where: string): Relaxation {
  const model = asObject(input, where)['model'] ?? 'randomFields';
  if (model === 'randomFields') {
    const fields = asObject(input, where, ['model', 'T1_s']);
    return { model, T1_s: times(fields['T1_s'], `${where}.T1_s`) };
  }
  if (model === 'T1T2') {
    const fields = asObject(input, where, ['model', 'T1_s', 'T2_s']);
    return { model, T1_s: times(fields['T1_s'], `${where}.T1_s`), T2_s: times(fields['T2_s'], `${where}.T2_s`) };
  }
  if (model === 'redfield') {
    const fields = asObject(input, where, ['model', 'tauC_s', 'field_T']);
    return {
      model,
      tauC_s: above(fields['tauC_s'], `${where}.tauC_s`),
      ...(fields['field_T'] === undefined ? {} : { field_T: finite(fields['field_T'], `${where}.field_T`) }),
    };
  }
  return fault(
    `no relaxation model is called ${JSON.stringify(model)}; nearest is "${nearestName(JSON.stringify(model), ['randomFields', 'T1T2', 'redfield'])}"`,
    `${where}.model`,
  );
}

function times(input: unknown, where: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(asObject(input, where)).map(([label, value]) => [label, above(value, `${where}.${label}`)]),
  );
}

function asObject(input: unknown, where: string, known?: readonly string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return fault('expected an object', where);
  for (const key of known ? Object.keys(input) : []) {
    if (!known!.includes(key)) fault(`unknown key "${key}"; nearest known is "${nearestName(key, known!)}"`, where);
  }
  return input as Record<string, unknown>;
}

function numbers(input: unknown, where: string): number[] {
  if (!Array.isArray(input)) return fault('expected a list of numbers', where);
  return (input as unknown[]).map((value, i) => finite(value, `${where}[${i}]`));
}

function above(value: unknown, where: string): number {
  const number = finite(value, where);
  return number > 0 ? number : fault(`is ${number}; expected a number above 0`, where);
}

function finite(value: unknown, where: string): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : fault(`is ${String(value)}; expected a finite number`, where);
}

function fault(message: string, where: string): never {
  throw new ScienceError('format', message, { where });
}
