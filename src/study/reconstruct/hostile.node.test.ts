// Damaged raw data down the whole road: images or one line, quickly and in little memory, whatever counters and matrices claim.
import { expect, it } from 'vitest';
import { phantomScan } from '../../../test/scans/phantom.ts';
import { sampledScan, spiralArm } from '../../../test/scans/sampled.ts';
import { Random, ScienceError } from '../../base/index.ts';
import { writeMrd } from '../../formats/index.ts';
import { mutated } from '../../formats/mutations.ts';
import type { RawScan } from '../../records/index.ts';
import type { StudyFiles } from '../files.ts';
import { reconstructRoad } from './road.ts';

const MUTATIONS = 60;
/** Pairs of bytes that are set to 65,535, 256 and 65,024, spread over the file. */
const PAIRS = 30;

const csi = (): RawScan => {
  const base = phantomScan({ nx: 8, ny: 8, nCoils: 1 });
  const [first] = base.readouts;
  const readouts = Array.from({ length: 64 }, (_, n) => ({
    ...first!,
    nSamples: 16,
    samples: Float32Array.from({ length: 32 }, (__, i) => Math.sin(i + n)),
    counters: { ...first!.counters, line: n >> 3, segment: n & 7 },
  }));
  return { ...base, encodings: [{ ...base.encodings[0]!, nSpectral: 16, spectralDwell_s: 1e-3 }], readouts };
};
const spiral = (): RawScan =>
  sampledScan({
    nx: 8,
    ny: 8,
    kind: 'spiral',
    pools: [{ image: new Float64Array(128).fill(1), offset_Hz: 0 }],
    readouts: [0, 1].map((arm) => spiralArm(8, 2, arm, 60, 0, 1e-5)),
    withTrajectory: true,
  });

it.each<readonly [string, RawScan]>([
  ['several coils', phantomScan({ nx: 8, ny: 8, nCoils: 2, nFrames: 2, noise: 0.1, nNoiseReadouts: 4 })],
  ['dynamic, lines left out', phantomScan({ nx: 8, ny: 8, nCoils: 1, nFrames: 5, noise: 0.1, nNoiseReadouts: 4, lines: (line, frame) => (line + frame) % 3 !== 0 })], // prettier-ignore
  ['echo-planar', phantomScan({ nx: 8, ny: 8, nCoils: 1, epi: { constant: 0.3, slope: 0.02, references: true } })],
  ['spiral', spiral()],
  ['spectra', csi()],
])(
  '%s',
  (name, scan) => {
    const before_KiB = process.resourceUsage().maxRSS;
    const whole = writeMrd(scan);
    const random = new Random(5).fork(name);
    let images = 0,
      slowest_ms = 0;
    const wrong: string[] = [];
    const road = (bytes: Uint8Array): void => {
      const files: StudyFiles = { read: () => bytes, list: () => undefined, inputs: () => [] };
      const start = performance.now();
      try {
        reconstructRoad('x.h5', {}, files);
        images++;
      } catch (thrown) {
        const fine = thrown instanceof ScienceError && thrown.message !== '' && !/[\r\n]/.test(thrown.message);
        if (!fine) wrong.push(thrown instanceof Error ? (thrown.stack ?? '') : String(thrown));
      }
      slowest_ms = Math.max(slowest_ms, performance.now() - start);
    };
    const changed = (change: (bytes: Uint8Array) => void): void => {
      const bytes = whole.slice();
      change(bytes);
      road(bytes);
    };
    road(whole);
    expect(images).toBe(1);
    for (let n = 0; n < MUTATIONS; n++) road(mutated(whole, random));
    for (let n = 0; n < PAIRS; n++) {
      const at = 2 * Math.floor(random.next() * ((whole.length - 1) / 2));
      for (const value of [65_535, 256, 65_024]) changed((bytes) => bytes.set([value & 255, value >> 8], at));
    }
    for (const { index, 1: digits } of new TextDecoder('latin1').decode(whole).matchAll(/>(\d{1,3})</g)) {
      changed((bytes) => bytes.fill(57, index + 1, index + 1 + digits!.length)); // all nines
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(slowest_ms).toBeLessThan(2000);
    expect((process.resourceUsage().maxRSS - before_KiB) / 1024).toBeLessThan(512); // MiB
  },
  120_000,
);
