// A fully sampled scan with most of its lines left out: how far a reconstruction from few samples can be trusted.
import { Random, ScienceError } from '../base/index.ts';
import type { RawScan, Readout } from '../records/index.ts';
import { imageReadouts } from './sort/kspace.ts';

export const SAMPLING_PATTERNS = ['variableDensity', 'uniform'] as const;

export interface Undersampling {
  /** Of the lines of each frame that stay, 0 to 1. */
  readonly share: number;
  /** `variableDensity`: the centre whole (a quarter along each axis), the rest with a chance that falls outwards; `uniform`: all lines alike. Drawn anew for each frame. */
  readonly pattern: (typeof SAMPLING_PATTERNS)[number];
  readonly seed: number;
}

/** The scan without the lines (all averages of them) that the pattern leaves out, in each frame, contrast and slice. Seeded. Throws where it is not Cartesian. */
export function withFewerLines(scan: RawScan, { share, pattern, seed }: Undersampling, encodingIndex = 0): RawScan {
  const encoding = scan.encodings[encodingIndex]!;
  if (encoding.kind !== 'cartesian') {
    throw new ScienceError('unsupported', `lines of a ${encoding.kind} scan cannot be left out; a cartesian one is needed`, { where: scan.name }); // prettier-ignore
  }
  const [, ny, nz] = encoding.encodedMatrix;
  const random = new Random(seed).fork(`lines ${pattern}`);
  const groups = new Map<string, Map<string, Readout>>();
  for (const one of imageReadouts(scan, encodingIndex)) {
    const lines = groups.get(groupOf(one)) ?? new Map<string, Readout>();
    groups.set(groupOf(one), lines.set(lineOf(one), one));
  }
  const kept = new Map<string, Set<string>>();
  for (const [group, lines] of groups) {
    const keys = [...lines].map(([line, { counters }]) => {
      const y = Math.abs(counters.line - encoding.lines.center) / ny,
        z = Math.abs(counters.partition - encoding.partitions.center) / nz;
      const draw = Math.log(random.next() + 1e-12);
      if (pattern === 'uniform') return { line, key: draw };
      return { line, key: y <= 1 / 8 && z <= 1 / 8 ? 1 : draw * (0.3 + 2 * Math.hypot(y, z)) };
    });
    keys.sort((a, b) => b.key - a.key);
    kept.set(group, new Set(keys.slice(0, Math.max(1, Math.round(share * keys.length))).map(({ line }) => line)));
  }
  const images = new Set(imageReadouts(scan, encodingIndex));
  return {
    ...scan,
    readouts: scan.readouts.filter((one) => !images.has(one) || kept.get(groupOf(one))!.has(lineOf(one))),
    notes: [...scan.notes, `Only ${(100 * share).toFixed(0)}% of the lines were taken, pattern ${pattern}, seed ${seed}: the rest of the scan is what the images are compared with.`], // prettier-ignore
  };
}

const groupOf = ({ counters: c }: Readout): string => [c.frame, c.contrast, c.phase, c.set, c.slice].join();
const lineOf = ({ counters: c }: Readout): string => `${c.line},${c.partition}`;
