// What a pulse with its gradients excites, by the Bloch equations without relaxation: over frequencies in the middle of its slice, and across the slice.
import { ScienceError } from '../../base/index.ts';
import { afterPulse, pulseRotations, type PulseSteps } from '../../physics/encoding/index.ts';
import type { Sequence } from '../../records/index.ts';
import { pulseStepsOf, useOf } from '../sequence/index.ts';

/** |Mxy| over M before, [position, frequency]. */
export function excited(
  steps: PulseSteps,
  positions_m: ArrayLike<number>,
  frequencies_Hz: ArrayLike<number>,
): Float64Array {
  // prettier-ignore
  const m = afterPulse(pulseRotations(steps, positions_m, frequencies_Hz));
  return Float64Array.from({ length: m.length / 3 }, (_, i) => Math.hypot(m[3 * i]!, m[3 * i + 1]!));
}

/**
 * The first excitation of a sequence with the gradient along z in its block, its offset of frequency in it. Throws where there is none, or where the gradients of
 * its block are along other axes.
 */
export function firstPulse({ blocks, name }: Sequence): PulseSteps {
  const block = blocks.find(({ rf }) => rf !== undefined && useOf(rf) === 'excitation');
  if (block?.rf === undefined) throw new ScienceError('argument', 'no pulse that excites', { where: name });
  const played = pulseStepsOf(block);
  const [x, y] = played?.direction ?? [0, 0];
  if (played === undefined || x !== 0 || y !== 0)
    throw new ScienceError('unsupported', 'the pulse has a gradient beside z; its profile is not along one axis', { where: name }); // prettier-ignore
  const { steps } = played;
  const { frequencyOffset_Hz } = block.rf;
  if (frequencyOffset_Hz === 0) return steps;
  const b1_Hz = new Float64Array(steps.b1_Hz.length);
  for (let n = 0; n < b1_Hz.length; n += 2) {
    const turn = -2 * Math.PI * frequencyOffset_Hz * (n / 2 + 0.5) * steps.dwell_s;
    const [re, im] = [steps.b1_Hz[n]!, steps.b1_Hz[n + 1]!];
    b1_Hz[n] = re * Math.cos(turn) - im * Math.sin(turn);
    b1_Hz[n + 1] = re * Math.sin(turn) + im * Math.cos(turn);
  }
  return { ...steps, b1_Hz };
}
