// Whether a scanner can play a sequence: every limit that is passed, with its block.
import { ISOTOPES } from '../../physics/spins/index.ts';
import type { Hardware, Sequence } from '../../records/index.ts';
import { checkTimes } from './check-times.ts';
import { extremesReader } from './extremes.ts';
import { AXES, text, violation, type Add, type Violation } from './violation.ts';

/** Numbers in files have six digits. */
const SLACK = 1e-5;

/** Every violation, in the order of the blocks; empty where the scanner can play the sequence. */
export function checkSequence(sequence: Sequence, hardware: Hardware): readonly Violation[] {
  const found: Violation[] = [];
  const { gamma_HzPerT } = hardware;
  const isotope = ISOTOPES.find(({ name }) => name === hardware.nucleus);
  const known = isotope && Math.abs(isotope.gamma_radPerSPerT) / (2e6 * Math.PI);
  if (known !== undefined && !(Math.abs(Math.abs(gamma_HzPerT) / 1e6 / known - 1) < 1e-3))
    found.push(
      violation('nucleus', { value: gamma_HzPerT / 1e6, allowed: known, unit: 'MHz/T', message: `gamma of ${hardware.nucleus} is ${text(known, 5)} MHz/T, the hardware says ${text(gamma_HzPerT / 1e6, 5)}`, advice: 'correct one of them' }), // prettier-ignore
    );
  const stated = sequence.definitions['Nucleus'];
  if (typeof stated === 'string' && stated !== hardware.nucleus)
    found.push(
      violation('nucleus', { message: `the sequence was made for ${stated}, the scanner is set to ${hardware.nucleus}`, advice: 'give the hardware file of that nucleus, or design the sequence for this one' }), // prettier-ignore
    );
  // what the scanner can change in one step of its raster joins
  const leastJump_T = hardware.largestSlew_TPerMPerS * hardware.gradientRaster_s * (1 + SLACK);
  const extremes = extremesReader();
  let before: readonly number[] = [0, 0, 0];
  let rfOn_s = 0;
  let total_s = 0;
  let lastStart_s = 0;
  sequence.blocks.forEach((block, index) => {
    const add: Add = (limit, what) => found.push(violation(limit, what, { index, start_s: total_s }));
    const lines = extremes(block);
    lines.forEach((line, axis) => {
      const on = AXES[axis]!;
      const name = `${on} gradient`;
      const toT = Math.abs(gamma_HzPerT);
      const mT = (value_HzPerM: number): number => (value_HzPerM / toT) * 1e3;
      const start = line?.first_HzPerM ?? 0;
      const jump = Math.abs(start - before[axis]!);
      if (jump / toT > leastJump_T)
        add('join', { axis: on, value: mT(jump), allowed: 1e3 * leastJump_T, unit: 'mT/m', message: `${name} starts at ${text(mT(start))} mT/m, the block before ended at ${text(mT(before[axis]!))}; the scanner can step by ${text(1e3 * leastJump_T)}`, advice: 'let them join' }); // prettier-ignore
      if (line === undefined) return;
      const peak_T = line.peak_HzPerM / toT;
      if (peak_T > hardware.largestGradient_TPerM * (1 + SLACK))
        add('gradient', { axis: on, value: 1e3 * peak_T, allowed: 1e3 * hardware.largestGradient_TPerM, unit: 'mT/m', message: `${name} of ${text(peak_T * 1e3)} mT/m; the scanner has ${text(hardware.largestGradient_TPerM * 1e3)}`, advice: 'lower it and play it longer' }); // prettier-ignore
      const slew_T = line.slew_HzPerMPerS / toT;
      if (slew_T > hardware.largestSlew_TPerMPerS * (1 + SLACK))
        add('slew', { axis: on, value: slew_T, allowed: hardware.largestSlew_TPerMPerS, unit: 'T/m/s', message: `${name} changes by ${text(slew_T)} T/m/s; the scanner has ${text(hardware.largestSlew_TPerMPerS)}`, advice: 'lengthen its ramps' }); // prettier-ignore
      if (line.jump_HzPerM / toT > leastJump_T)
        add('slew', { axis: on, value: mT(line.jump_HzPerM), allowed: 1e3 * leastJump_T, unit: 'mT/m', message: `${name} steps by ${text(mT(line.jump_HzPerM))} mT/m in no time; the scanner can step by ${text(1e3 * leastJump_T)}`, advice: 'give it a ramp' }); // prettier-ignore
    });
    before = lines.map((line) => line?.last_HzPerM ?? 0);
    checkTimes(block, hardware, add);
    if (block.rf !== undefined) {
      rfOn_s += block.rf.duration_s;
      const b1_T = block.rf.amplitude_Hz.reduce((a, b) => Math.max(a, b), 0) / Math.abs(gamma_HzPerT);
      if (b1_T > hardware.largestB1_T * (1 + SLACK))
        add('b1', { value: 1e6 * b1_T, allowed: 1e6 * hardware.largestB1_T, unit: 'uT', message: `RF of ${text(b1_T * 1e6)} uT; the scanner has ${text(hardware.largestB1_T * 1e6)}`, advice: 'lengthen the pulse or lower its angle' }); // prettier-ignore
    }
    lastStart_s = total_s;
    total_s += block.duration_s;
  });
  before.forEach((value, axis) => {
    const left_T = Math.abs(value / gamma_HzPerT);
    if (left_T > leastJump_T)
      found.push(
        violation('join', { axis: AXES[axis]!, value: 1e3 * left_T, allowed: 1e3 * leastJump_T, unit: 'mT/m', message: `the sequence ends with the ${AXES[axis]!} gradient on, at ${text(1e3 * left_T)} mT/m`, advice: 'let it ramp down' }, { index: sequence.blocks.length - 1, start_s: lastStart_s }), // prettier-ignore
      );
  });
  const { largestRfDuty } = hardware;
  if (largestRfDuty !== undefined && total_s > 0 && rfOn_s / total_s > largestRfDuty)
    found.push(
      violation('rf-duty', { value: (100 * rfOn_s) / total_s, allowed: 100 * largestRfDuty, unit: '%', message: `RF is on for ${text((100 * rfOn_s) / total_s)}% of the time; the scanner allows ${text(100 * largestRfDuty)}%`, advice: 'wait longer between pulses or shorten them' }), // prettier-ignore
    );
  return found;
}
