// Parallel imaging without a word of settings: every second or third line, with a calibration of each kind.
import { describe, expect, it } from 'vitest';
import { phantomImage, phantomMaps, phantomScan } from '../../../test/scans/phantom.ts';
import type { RawScan, Readout } from '../../records/index.ts';
import { reconstruct } from '../index.ts';

const [nx, ny, nCoils] = [32, 32, 6];
const plan = { nx, ny, nCoils, noise: 0.2, nNoiseReadouts: 100 };
const full = phantomScan(plan);
const CENTRE = ny >> 1;
const isNear = (line: number, half: number): boolean => line >= CENTRE - half && line < CENTRE + half;
/** Lines of the full scan, each with a purpose or left out. */
const only = (purpose: (line: number) => Readout['purpose'] | undefined): RawScan => ({
  ...full,
  readouts: full.readouts.flatMap((one) => {
    const found = one.purpose === 'noise' ? 'noise' : purpose(one.counters.line);
    return found === undefined ? [] : [{ ...one, purpose: found }];
  }),
});
const maps = phantomMaps(nx, ny, nCoils);
const magnitude = (data: ArrayLike<number>, v: number): number => Math.hypot(data[2 * v]!, data[2 * v + 1]!);
function errorOf(found: ReturnType<typeof reconstruct>, reference: ReturnType<typeof reconstruct>): number {
  const [a, b] = [found, reference].map(({ series }) => series[0]!.images.data);
  let [gap, size] = [0, 0];
  for (let v = 0; v < nx * ny; v++) {
    gap += (magnitude(a!, v) - magnitude(b!, v)) ** 2;
    size += magnitude(b!, v) ** 2;
  }
  return Math.sqrt(gap / size);
}

describe.each([2, 3])('every line of %i', (R) => {
  const whole = reconstruct(full);
  const onTheWay = (line: number): boolean => line % R === CENTRE % R;
  const kinds: Record<string, (line: number) => Readout['purpose'] | undefined> = {
    'lines of the centre among the images': (line) => (onTheWay(line) || isNear(line, 6) ? 'image' : undefined),
    'lines of the centre flagged, the images among them': (line) => onTheWay(line) ? isNear(line, 6) ? 'calibrationAndImage' : 'image' : isNear(line, 6) ? 'calibration' : undefined, // prettier-ignore
    'lines between flagged alone': (line) => onTheWay(line) ? 'image' : isNear(line, 6) ? 'calibration' : undefined, // prettier-ignore
  };
  it.each(Object.entries(kinds))('%s', (_, purpose) => {
    const found = reconstruct(only(purpose));
    expect(found.method).toBe('sense');
    expect(errorOf(found, whole)).toBeLessThan(R === 2 ? 0.03 : 0.09);
    expect(found.notes.join(' ')).toMatch(/Coil maps from the centre of k-space .* 24 x 1\d x 1 .*SENSE raises the noise by g = \d/s); // prettier-ignore
  });
  it('without a calibration zeros stay, and the notes say why', () => {
    const found = reconstruct(only((line) => (onTheWay(line) ? 'image' : undefined)));
    expect(found.method).toBe('fourier');
    expect(errorOf(found, whole)).toBeGreaterThan(0.4);
    expect(found.notes.join(' ')).toContain('SENSE needs coil maps');
  });
});

it('lines that change from frame to frame calibrate together', () => {
  const shifting = phantomScan({ ...plan, nFrames: 3, lines: (line, frame) => line % 3 === frame });
  const found = reconstruct(shifting);
  expect(found.method).toBe('sense');
  expect(found.notes.join(' ')).toContain('the lines of all frames together');
});

it('the phantom is what its coils say: maps of the centre point where those do', () => {
  const { maps: given, mapsFrom } = reconstruct(only((line) => (line % 2 === 0 || isNear(line, 6) ? 'image' : undefined))); // prettier-ignore
  expect(mapsFrom).toBe('espirit');
  const image = phantomImage(nx, ny);
  let least = 1;
  for (let v = 0; v < nx * ny; v++) {
    if (!(image[2 * v]! > 0.9)) continue;
    let [re, im, size] = [0, 0, 0];
    for (let coil = 0; coil < nCoils; coil++) {
      const i = 2 * (coil * nx * ny + v);
      re += given[i]! * maps[i]! + given[i + 1]! * maps[i + 1]!;
      im += given[i]! * maps[i + 1]! - given[i + 1]! * maps[i]!;
      size += maps[i]! ** 2 + maps[i + 1]! ** 2;
    }
    least = Math.min(least, Math.hypot(re, im) / Math.sqrt(size));
  }
  expect(least).toBeGreaterThan(0.98);
});
