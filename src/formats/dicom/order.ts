// Which image came first: the first tag that really tells the images of one position apart, and what it says in the notes.
import { ScienceError } from '../../base/index.ts';
import { checkRun } from './complete.ts';
import type { DicomSlice } from './slice.ts';

interface Key {
  readonly name: string;
  of(slice: DicomSlice): number | undefined;
}
const KEYS: readonly Key[] = [
  { name: 'TemporalPositionIdentifier', of: (slice) => slice.temporalPosition },
  { name: 'AcquisitionNumber', of: (slice) => slice.acquisitionNumber },
  { name: 'AcquisitionTime', of: (slice) => slice.acquisitionTime_s },
  { name: 'TriggerTime', of: (slice) => slice.triggerTime_s },
  { name: 'InstanceNumber', of: (slice) => slice.instanceNumber },
];

export interface TimeOrder {
  /** [position][time]. */
  readonly groups: readonly (readonly DicomSlice[])[];
  readonly notes: readonly string[];
}

/** Throws where positions have different numbers of images, numbers have gaps, or nothing tells the time. */
export function inTimeOrder(groups: readonly (readonly DicomSlice[])[]): TimeOrder {
  const all = groups.flat();
  const nTimes = Math.max(...groups.map((group) => group.length));
  const short = groups.find((group) => group.length !== nTimes);
  const notes: string[] = checkInstances(all);
  if (short !== undefined) {
    throw new ScienceError(
      'format',
      `${short.length} images lie at this position, but ${nTimes} at others; images are missing or the folder holds two series`,
      { where: short[0]!.where },
    );
  }
  if (nTimes === 1) return { groups, notes };
  const key = KEYS.find((candidate) => tellsApart(candidate, groups));
  if (key === undefined) {
    throw new ScienceError(
      'format',
      `${nTimes} images lie at one position and neither ${KEYS.map(({ name }) => name).join(', ')} tells their order; export them again, or give them as NIfTI`,
      { where: groups[0]![0]!.where },
    );
  }
  if (key === KEYS[0]) {
    for (const group of groups) notes.push(...checkRun(group, key.name, (slice) => key.of(slice)!));
    checkEqualTimes(key, groups);
  }
  const ordered = groups.map((group) => [...group].sort((a, b) => key.of(a)! - key.of(b)!));
  notes.push(`Time points are in the order of ${key.name}${uselessNote(KEYS.slice(0, KEYS.indexOf(key)), all)}.`);
  const numbered = ordered.every((group) => group.every((slice) => slice.instanceNumber !== undefined));
  const backwards = ordered.some((group) =>
    group.some((slice, n) => n > 0 && slice.instanceNumber! < group[n - 1]!.instanceNumber!),
  );
  if (numbered && backwards) notes.push(`InstanceNumber runs in another order than ${key.name}.`);
  return { groups: ordered, notes: [...new Set(notes)] };
}

function checkInstances(all: readonly DicomSlice[]): string[] {
  const numbers = new Set(all.map((slice) => slice.instanceNumber));
  if (numbers.has(undefined)) return ['Some images have no InstanceNumber; missing images could not be looked for.'];
  const notes = [...checkRun(all, 'InstanceNumber', (slice) => slice.instanceNumber!)];
  if (numbers.size !== all.length) notes.push('Images share InstanceNumbers; missing images could not be looked for.');
  return notes;
}

function tellsApart(key: Key, groups: readonly (readonly DicomSlice[])[]): boolean {
  return groups.every((group) => {
    const values = new Set(group.map((slice) => key.of(slice)));
    return !values.has(undefined) && values.size === group.length;
  });
}

function checkEqualTimes(key: Key, groups: readonly (readonly DicomSlice[])[]): void {
  const first = new Set(groups[0]!.map((slice) => key.of(slice)));
  for (const slice of groups.flat()) {
    if (first.has(key.of(slice))) continue;
    throw new ScienceError(
      'format',
      `${key.name} is ${key.of(slice)}, which no image at the first position has; images are missing`,
      {
        where: slice.where,
      },
    );
  }
}

/** '; TemporalPositionIdentifier is 1 in all 25 images', for keys that were there and of no use. */
function uselessNote(keys: readonly Key[], all: readonly DicomSlice[]): string {
  const said = keys.flatMap((key) => {
    const values = new Set(all.map((slice) => key.of(slice)));
    if (values.size === 1 && values.has(undefined)) return [];
    const [only] = values;
    if (values.size > 1) return [`${key.name} does not tell them apart`];
    return [
      key.name === 'AcquisitionTime'
        ? `${key.name} is the same in all ${all.length} images`
        : `${key.name} is ${only} in all ${all.length} images`,
    ];
  });
  return said.map((text) => `; ${text}`).join('');
}
