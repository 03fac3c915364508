// Whether a scanner can play a sequence: every limit that is passed, with its block.
import { ISOTOPES } from '../../physics/spins/index.ts';
import type { GradientEvent, Hardware, Sequence, SequenceBlock } from '../../records/index.ts';
import { extremesReader } from './extremes.ts';

export interface Violation {
  /** Index from 0; undefined where it is the whole sequence. */
  readonly block: number | undefined;
  readonly limit:
    | 'gradient' | 'slew' | 'join' | 'raster' | 'rf-dead-time' | 'rf-ringdown' | 'adc-dead-time' | 'overlap' | 'b1' | 'rf-duty' | 'nucleus' | 'duration';
  /** One line: what, where, how much is allowed. */
  readonly message: string;
} // prettier-ignore

/** Numbers in files have six digits. */
const SLACK = 1e-5;
/** Rasters and waits hold within a nanosecond. */
const TIME_SLACK_s = 1e-9;
const AXES = ['x', 'y', 'z'] as const;

const text = (value: number, digits = 4): string => String(Number(value.toPrecision(digits)));
const us = (time_s: number): string => `${text(time_s * 1e6, 6)} us`;

/** Every violation, in the order of the blocks; empty where the scanner can play the sequence. */
export function checkSequence(sequence: Sequence, hardware: Hardware): readonly Violation[] {
  const found: Violation[] = [];
  const { gamma_HzPerT } = hardware;
  const isotope = ISOTOPES.find(({ name }) => name === hardware.nucleus);
  const known = isotope && Math.abs(isotope.gamma_radPerSPerT) / (2e6 * Math.PI);
  if (known !== undefined && !(Math.abs(Math.abs(gamma_HzPerT) / 1e6 / known - 1) < 1e-3))
    found.push({
      block: undefined,
      limit: 'nucleus',
      message: `gamma of ${hardware.nucleus} is ${text(known, 5)} MHz/T, the hardware says ${text(gamma_HzPerT / 1e6, 5)}; correct one of them`,
    });
  const stated = sequence.definitions['Nucleus'];
  if (typeof stated === 'string' && stated !== hardware.nucleus)
    found.push({
      block: undefined,
      limit: 'nucleus',
      message: `the sequence was made for ${stated}, the scanner is set to ${hardware.nucleus}`,
    });
  // what the scanner can change in one step of its raster joins
  const leastJump_T = hardware.largestSlew_TPerMPerS * hardware.gradientRaster_s * (1 + SLACK);
  const extremes = extremesReader();
  let before: readonly number[] = [0, 0, 0];
  let rfOn_s = 0;
  let total_s = 0;
  sequence.blocks.forEach((block, index) => {
    const add = (limit: Violation['limit'], message: string): void => {
      found.push({ block: index, limit, message: `block ${index + 1}: ${message}` });
    };
    const lines = extremes(block);
    lines.forEach((line, axis) => {
      const name = `${AXES[axis]!} gradient`;
      const toT = Math.abs(gamma_HzPerT);
      const start = line?.first_HzPerM ?? 0;
      const jump = Math.abs(start - before[axis]!) / toT;
      if (jump > leastJump_T)
        add(
          'join',
          `${name} starts at ${text((start / toT) * 1e3)} mT/m, the block before ended at ${text((before[axis]! / toT) * 1e3)}; let them join`,
        );
      if (line === undefined) return;
      const peak_T = line.peak_HzPerM / toT;
      if (peak_T > hardware.largestGradient_TPerM * (1 + SLACK))
        add(
          'gradient',
          `${name} of ${text(peak_T * 1e3)} mT/m; the scanner has ${text(hardware.largestGradient_TPerM * 1e3)}`,
        );
      const slew_T = line.slew_HzPerMPerS / toT;
      if (slew_T > hardware.largestSlew_TPerMPerS * (1 + SLACK))
        add(
          'slew',
          `${name} changes by ${text(slew_T)} T/m/s; the scanner has ${text(hardware.largestSlew_TPerMPerS)}`,
        );
      if (line.jump_HzPerM / toT > leastJump_T) add('slew', `${name} jumps in no time; give it a ramp`);
    });
    before = lines.map((line) => line?.last_HzPerM ?? 0);
    checkTimes(block, hardware, add);
    if (block.rf !== undefined) {
      rfOn_s += block.rf.duration_s;
      const b1_T = block.rf.amplitude_Hz.reduce((a, b) => Math.max(a, b), 0) / Math.abs(gamma_HzPerT);
      if (b1_T > hardware.largestB1_T * (1 + SLACK))
        add('b1', `RF of ${text(b1_T * 1e6)} uT; the scanner has ${text(hardware.largestB1_T * 1e6)}`);
    }
    total_s += block.duration_s;
  });
  if (before.some((value) => Math.abs(value / gamma_HzPerT) > leastJump_T))
    found.push({
      block: sequence.blocks.length - 1,
      limit: 'join',
      message: `block ${sequence.blocks.length}: the sequence ends with a gradient on; let it ramp down`,
    });
  const { largestRfDuty } = hardware;
  if (largestRfDuty !== undefined && total_s > 0 && rfOn_s / total_s > largestRfDuty)
    found.push({
      block: undefined,
      limit: 'rf-duty',
      message: `RF is on for ${text((100 * rfOn_s) / total_s)}% of the time; the scanner allows ${text(100 * largestRfDuty)}%`,
    });
  return found;
}

function checkTimes(
  block: SequenceBlock,
  hardware: Hardware,
  add: (limit: Violation['limit'], message: string) => void,
): void {
  const { duration_s, rf, sampling } = block;
  const { gradientRaster_s, rfRaster_s, adcRaster_s, blockRaster_s } = hardware;
  const onRaster = (time_s: number, raster_s: number, what: string): void => {
    if (Math.abs(time_s - Math.round(time_s / raster_s) * raster_s) > TIME_SLACK_s * (raster_s < 1e-6 ? 0.01 : 1))
      add('raster', `${what} of ${us(time_s)} is not on the raster of ${us(raster_s)}`);
  };
  const inside = (end_s: number, what: string): void => {
    if (end_s > duration_s + TIME_SLACK_s)
      add('duration', `${what} ends at ${us(end_s)}, after the block of ${us(duration_s)}`);
  };
  if (!(duration_s >= 0) || !Number.isFinite(duration_s)) add('duration', `lasts ${duration_s} s`);
  else onRaster(duration_s, blockRaster_s, 'duration');
  block.gradients.forEach((event, axis) => {
    if (event === undefined) return;
    const name = `${AXES[axis]!} gradient`;
    for (const [what, time_s] of gradientTimes(event)) onRaster(time_s, gradientRaster_s, `${what} of the ${name}`);
    inside(
      gradientTimes(event).reduce((sum, [, time_s]) => sum + time_s, 0),
      `the ${name}`,
    );
  });
  const rfEnd_s = rf === undefined ? 0 : rf.delay_s + rf.duration_s;
  const adcEnd_s = sampling === undefined ? 0 : sampling.delay_s + sampling.nSamples * sampling.dwell_s;
  if (rf !== undefined) {
    onRaster(rf.delay_s, rfRaster_s, 'delay of the RF pulse');
    if (rf.delay_s < hardware.rfDeadTime_s - TIME_SLACK_s)
      add('rf-dead-time', `RF starts after ${us(rf.delay_s)}; the scanner needs ${us(hardware.rfDeadTime_s)}`);
    if (rfEnd_s + hardware.rfRingdown_s > duration_s + TIME_SLACK_s)
      add(
        'rf-ringdown',
        `RF ends ${us(duration_s - rfEnd_s)} before the block; the scanner needs ${us(hardware.rfRingdown_s)}`,
      );
  }
  if (sampling !== undefined) {
    onRaster(sampling.dwell_s, adcRaster_s, 'dwell of the ADC');
    onRaster(sampling.delay_s, rfRaster_s, 'delay of the ADC');
    const wait_s = Math.min(sampling.delay_s, duration_s - adcEnd_s);
    if (wait_s < hardware.adcDeadTime_s - TIME_SLACK_s)
      add(
        'adc-dead-time',
        `the ADC has ${us(wait_s)} beside it; the scanner needs ${us(hardware.adcDeadTime_s)} on both sides`,
      );
  }
  if (
    rf !== undefined &&
    sampling !== undefined &&
    rf.delay_s < adcEnd_s - TIME_SLACK_s &&
    sampling.delay_s < rfEnd_s - TIME_SLACK_s
  )
    add('overlap', 'RF pulse and ADC window overlap; move one');
}

/** Times of an event one after another, from the start of the block to its end. */
function gradientTimes(event: GradientEvent): readonly (readonly [string, number])[] {
  if (event.kind === 'shape') return [['delay', event.delay_s], ['duration', event.duration_s]];
  return [['delay', event.delay_s], ['rise', event.rise_s], ['top', event.flat_s], ['fall', event.fall_s]];
} // prettier-ignore
