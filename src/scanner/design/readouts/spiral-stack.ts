// A stack of spirals: phase encoding along z before each, taken back after it (Irarrazabal and Nishimura, Magn. Reson. Med. 33 (1995) 656).
import type { SequenceBlock } from '../../../records/index.ts';
import { checkCount, checkPositive } from '../encoding.ts';
import { areasBlock, encodedK_perM, timeForAreas } from './parts.ts';
import { spiralReadout, type SpiralSettings } from './spiral.ts';

export interface SpiralStackSettings {
  readonly spiral: SpiralSettings;
  readonly nPartitions: number;
  /** Field of view along z. */
  readonly depth_m: number;
}

/** Blocks of each readout for `shotsSequence`: interleaves inside partitions; label `PAR` is the index along z. */
export function spiralStack({ spiral, nPartitions, depth_m }: SpiralStackSettings): SequenceBlock[][] {
  checkCount(nPartitions, 'nPartitions', 'a stack of spirals');
  checkPositive(depth_m, 'depth_m', 'a stack of spirals');
  const { hardware, nInterleaves } = spiral;
  const encode_s = timeForAreas(hardware, [encodedK_perM(0, nPartitions, depth_m)]);
  const readouts = Array.from({ length: nInterleaves }, (_, interleaf) => spiralReadout({ ...spiral, interleaf }));
  return Array.from({ length: nPartitions }, (_, z) =>
    readouts.map(({ blocks }) => {
      const k = encodedK_perM(z, nPartitions, depth_m);
      const marked = blocks.map((block) => block.sampling === undefined ? block : { ...block, labels: [{ label: 'PAR', change: 'set' as const, value: z }] }); // prettier-ignore
      return [areasBlock(hardware, [0, 0, k], encode_s), ...marked, areasBlock(hardware, [0, 0, -k], encode_s)];
    }),
  ).flat();
}
