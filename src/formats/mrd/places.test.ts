import { expect, it } from 'vitest';
import { readMrd, writeMrd } from '../index.ts';
import { makeRawScan } from '../samples/mrd.ts';

const scan = makeRawScan();
const said = (centres: readonly (readonly [number, number, number])[]): string => {
  const readouts = scan.readouts.map((one, n) => ({
    ...one,
    counters: { ...one.counters, slice: n % centres.length },
  }));
  return readMrd(writeMrd({ ...scan, readouts, sliceCentresRas_mm: centres }), 'a.h5', 'a').notes.join(' ');
};

it('slices that stand unevenly, or all in one place, are said', () => {
  expect(said([[0, 0, 0], [0, 0, 8], [0, 0, 16]])).toBe(''); // prettier-ignore
  expect(said([[0, 0, 0], [0, 0, 8], [0, 0, 20]])).toContain('8.0 to 12.0 mm apart'); // prettier-ignore
  expect(said([[0, 0, 5], [0, 0, 5]])).toContain('All slices stand at one position'); // prettier-ignore
});
