import { expect, it } from 'vitest';
import { readMrd, writeMrd } from '../index.ts';
import { makeRawScan } from '../samples/mrd.ts';
import { trajectoryScale } from './trajectory-unit.ts';

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
  expect(said([[0, 0, 5], [0, 0, 5]])).toContain('All 2 slices claim one position'); // prettier-ignore
});

it('the unit of a trajectory is that in which it ends at the edge of k-space', () => {
  const encoding = { ...scan.encodings[0]!, encodedMatrix: [32, 16, 4], encodedFov_m: [0.064, 0.064, 0.02] } as const;
  const edge = [1 / 2, 1 / 2, 1 / 2];
  const factors = {
    'per encoded voxel': [1, 1, 1],
    'per encoded field of view': [32, 16, 4],
    'per metre': [500, 250, 200],
  };
  for (const [name, factor] of Object.entries(factors)) {
    const trajectory = Float32Array.from([...edge, ...edge], (k, n) => 0.9 * (n < 3 ? -1 : 1) * k * factor[n % 3]!);
    const readout = { ...scan.readouts[0]!, trajectoryDimensions: 3 as const };
    const acquisition = { readout, trajectory, dwell_s: 1e-5, ticks: 0, nChannels: 2, position: [0, 0, 0], directions: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] } as const; // prettier-ignore
    const notes: string[] = [];
    const perM = trajectoryScale([acquisition], [encoding], undefined, notes)(trajectory, readout);
    [225, 112.5, 90].forEach((k, axis) => expect(perM[3 + axis]).toBeCloseTo(k, 3));
    expect(notes.join(' ')).toContain(name);
    expect(trajectoryScale([acquisition], [encoding], 'perM', notes)(trajectory, readout)).toBe(trajectory);
  }
});
