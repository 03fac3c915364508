// Spirals at several echo times, one excitation each, from which the metabolites are told apart by least squares (IDEAL; Reeder 2004, Wiesinger 2012).
import type { Sequence, SequenceBlock } from '../../../records/index.ts';
import { checkCount, checkPositive } from '../encoding.ts';
import { onRaster } from '../hardware.ts';
import { afterCentre_s, sequenceOf, slabBlocks, waitFor, type SlabPulse } from './parts.ts';
import { spiralReadout, type SpiralSettings } from './spiral.ts';

export interface IdealSpiralSettings {
  readonly spiral: SpiralSettings;
  readonly pulse: Omit<SlabPulse, 'hardware'>;
  readonly nEchoes: number;
  readonly echoShift_s: number;
  readonly repetition_s: number;
}

export interface IdealSpiralSequence {
  readonly sequence: Sequence;
  /** From the centre of the pulse to k = 0 of each echo, as played: shifts stand on the raster of the blocks. */
  readonly echoTimes_s: readonly number[];
}

/** Interleaves inside echoes; labels `ECO` and `SEG`. Throws where an echo does not fit into the repetition. */
export function idealSpiralSequence(settings: IdealSpiralSettings): IdealSpiralSequence {
  const { spiral, nEchoes, repetition_s } = settings;
  const { hardware } = spiral;
  checkCount(nEchoes, 'nEchoes', 'ideal spiral');
  checkPositive(settings.echoShift_s, 'echoShift_s', 'ideal spiral');
  checkPositive(repetition_s, 'repetition_s', 'ideal spiral');
  const [excite, rephase] = slabBlocks({ hardware, ...settings.pulse });
  const shift_s = onRaster(settings.echoShift_s, hardware.blockRaster_s);
  const readouts = Array.from({ length: spiral.nInterleaves }, (_, interleaf) =>
    spiralReadout({ ...spiral, interleaf }),
  );
  const blocks: SequenceBlock[] = [];
  for (let echo = 0; echo < nEchoes; echo++)
    readouts.forEach((readout, interleaf) => {
      const used_s = excite.duration_s + rephase.duration_s + echo * shift_s + readout.duration_s;
      const [samples, rewind] = readout.blocks as [SequenceBlock, SequenceBlock];
      blocks.push(
        excite,
        rephase,
        ...waitFor(hardware, echo * shift_s, 'the echo shift'),
        { ...samples, labels: [{ label: 'ECO', change: 'set', value: echo }, { label: 'SEG', change: 'set', value: interleaf }] }, // prettier-ignore
        rewind,
        ...waitFor(hardware, repetition_s - used_s, `the repetition time of echo ${echo + 1}`),
      );
    });
  const first_s = afterCentre_s(excite) + rephase.duration_s + readouts[0]!.centre_s;
  return {
    sequence: sequenceOf('ideal spiral', hardware, blocks),
    echoTimes_s: Array.from({ length: nEchoes }, (_, echo) => first_s + echo * shift_s),
  };
}
