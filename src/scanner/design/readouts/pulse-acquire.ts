// Free induction decays of one slab, again and again, each with its own flip angle: what most hyperpolarized studies begin with.
import type { Sequence, SequenceBlock } from '../../../records/index.ts';
import { checkCount, checkPositive } from '../encoding.ts';
import { onRaster } from '../hardware.ts';
import { afterCentre_s, samplingOf, sequenceOf, slabBlocks, waitFor, type SlabPulse } from './parts.ts';

export interface PulseAcquireSettings {
  readonly pulse: Omit<SlabPulse, 'flip_rad'>;
  /** One for each frame. */
  readonly flips_rad: readonly number[];
  readonly repetition_s: number;
  readonly nSpectral: number;
  readonly spectralWidth_Hz: number;
}

export interface PulseAcquireSequence {
  readonly sequence: Sequence;
  readonly firstSample_s: number;
  readonly dwell_s: number;
}

/** Label `REP` counts the frames. Throws where a frame does not fit into the repetition. */
export function pulseAcquireSequence(settings: PulseAcquireSettings): PulseAcquireSequence {
  const { pulse, nSpectral, repetition_s } = settings;
  const { hardware } = pulse;
  checkCount(nSpectral, 'nSpectral', 'pulse and acquire');
  checkPositive(settings.spectralWidth_Hz, 'spectralWidth_Hz', 'pulse and acquire');
  checkPositive(repetition_s, 'repetition_s', 'pulse and acquire');
  const dwell_s = onRaster(1 / settings.spectralWidth_Hz, hardware.adcRaster_s);
  const delay_s = onRaster(hardware.adcDeadTime_s, hardware.adcRaster_s);
  const blocks: SequenceBlock[] = [];
  let firstSample_s = 0;
  settings.flips_rad.forEach((flip_rad, frame) => {
    const [excite, rephase] = slabBlocks({ ...pulse, flip_rad });
    const window: SequenceBlock = {
      duration_s: onRaster(delay_s + nSpectral * dwell_s + hardware.adcDeadTime_s, hardware.blockRaster_s),
      gradients: [undefined, undefined, undefined],
      sampling: samplingOf(delay_s, nSpectral, dwell_s),
      labels: [{ label: 'REP', change: 'set', value: frame }],
    };
    const used_s = excite.duration_s + rephase.duration_s + window.duration_s;
    blocks.push(excite, rephase, window, ...waitFor(hardware, repetition_s - used_s, 'the repetition time'));
    firstSample_s = afterCentre_s(excite) + rephase.duration_s + delay_s + dwell_s / 2;
  });
  return { sequence: sequenceOf('pulse and acquire', hardware, blocks), firstSample_s, dwell_s };
}
