// Whether the times of a block suit a scanner: rasters, waits around RF and ADC, events that fit.
import type { GradientEvent, Hardware, SequenceBlock } from '../../records/index.ts';
import { AXES, TIME_SLACK_s, us, type Add } from './violation.ts';

export function checkTimes(block: SequenceBlock, hardware: Hardware, add: Add): void {
  const { duration_s, rf, sampling } = block;
  const { gradientRaster_s, rfRaster_s, adcRaster_s, blockRaster_s } = hardware;
  const onRaster = (time_s: number, raster_s: number, what: string): void => {
    if (Math.abs(time_s - Math.round(time_s / raster_s) * raster_s) > TIME_SLACK_s * (raster_s < 1e-6 ? 0.01 : 1))
      add('raster', { ...times(time_s, raster_s), message: `${what} of ${us(time_s)} is not on the raster of ${us(raster_s)}`, advice: 'round it to the raster' }); // prettier-ignore
  };
  const inside = (end_s: number, what: string): void => {
    if (end_s > duration_s + TIME_SLACK_s)
      add('duration', { ...times(end_s, duration_s), message: `${what} ends at ${us(end_s)}, after the block of ${us(duration_s)}`, advice: 'make the block longer' }); // prettier-ignore
  };
  if (!(duration_s >= 0) || !Number.isFinite(duration_s))
    add('duration', { message: `lasts ${duration_s} s`, advice: 'give it seconds, 0 or more' });
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
      add('rf-dead-time', { ...times(rf.delay_s, hardware.rfDeadTime_s), message: `RF starts after ${us(rf.delay_s)}; the scanner needs ${us(hardware.rfDeadTime_s)}`, advice: 'delay the pulse in its block' }); // prettier-ignore
    if (rfEnd_s + hardware.rfRingdown_s > duration_s + TIME_SLACK_s)
      add('rf-ringdown', { ...times(duration_s - rfEnd_s, hardware.rfRingdown_s), message: `RF ends ${us(duration_s - rfEnd_s)} before the block; the scanner needs ${us(hardware.rfRingdown_s)}`, advice: 'make the block longer' }); // prettier-ignore
  }
  if (sampling !== undefined) {
    onRaster(sampling.dwell_s, adcRaster_s, 'dwell of the ADC');
    onRaster(sampling.delay_s, rfRaster_s, 'delay of the ADC');
    const wait_s = Math.min(sampling.delay_s, duration_s - adcEnd_s);
    if (wait_s < hardware.adcDeadTime_s - TIME_SLACK_s)
      add('adc-dead-time', { ...times(wait_s, hardware.adcDeadTime_s), message: `the ADC has ${us(wait_s)} beside it; the scanner needs ${us(hardware.adcDeadTime_s)} on both sides`, advice: 'move the window in its block or make the block longer' }); // prettier-ignore
  }
  if (
    rf !== undefined &&
    sampling !== undefined &&
    rf.delay_s < adcEnd_s - TIME_SLACK_s &&
    sampling.delay_s < rfEnd_s - TIME_SLACK_s
  )
    add('overlap', { message: 'RF pulse and ADC window overlap', advice: 'move one or use two blocks' });
}

const times = (value_s: number, allowed_s: number) => ({ value: value_s * 1e6, allowed: allowed_s * 1e6, unit: 'us' });

/** Times of an event one after another, from the start of the block to its end. */
function gradientTimes(event: GradientEvent): readonly (readonly [string, number])[] {
  if (event.kind === 'shape') return [['delay', event.delay_s], ['duration', event.duration_s]];
  return [['delay', event.delay_s], ['rise', event.rise_s], ['top', event.flat_s], ['fall', event.fall_s]];
} // prettier-ignore
