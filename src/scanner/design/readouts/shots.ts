// One slab pulse and one readout, again and again: single-shot echo-planar and spiral scans, and interleaves.
import type { Sequence, SequenceBlock } from '../../../records/index.ts';
import { checkPositive } from '../encoding.ts';
import { afterCentre_s, sequenceOf, slabBlocks, totalOf, waitFor, type SlabPulse } from './parts.ts';

export interface ShotsSettings {
  readonly name: string;
  readonly pulse: SlabPulse;
  /** Blocks of each readout. */
  readonly readouts: readonly (readonly SequenceBlock[])[];
  readonly repetition_s: number;
}

export interface ShotsSequence {
  readonly sequence: Sequence;
  /** From the centre of the pulse to the start of its readout. */
  readonly readout_s: number;
}

/** Label `SEG` counts the readouts. Throws where one does not fit into the repetition. */
export function shotsSequence({ name, pulse, readouts, repetition_s }: ShotsSettings): ShotsSequence {
  const { hardware } = pulse;
  checkPositive(repetition_s, 'repetition_s', name);
  const [excite, rephase] = slabBlocks(pulse);
  const blocks = readouts.flatMap((readout, n) => {
    const used_s = excite.duration_s + rephase.duration_s + totalOf(readout);
    const marked = readout.map((block) => block.sampling === undefined ? block : { ...block, labels: [...(block.labels ?? []), { label: 'SEG', change: 'set' as const, value: n }] }); // prettier-ignore
    return [excite, rephase, ...marked, ...waitFor(hardware, repetition_s - used_s, 'the repetition time')];
  });
  return { sequence: sequenceOf(name, hardware, blocks), readout_s: afterCentre_s(excite) + rephase.duration_s };
}
