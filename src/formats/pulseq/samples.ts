// A sequence that uses every part of the format, for tests.
import type { GradientEvent, RfPulse, Sequence, SequenceBlock } from '../../records/index.ts';

const ramp = (n: number, at: (n: number) => number): Float64Array => Float64Array.from({ length: n }, (_, k) => at(k));

/** `full` holds what only 1.5 can. */
export function sampleSequence(full: boolean): Sequence {
  const sinc: RfPulse = {
    delay_s: 100e-6, duration_s: 200e-6, time_s: ramp(200, (n) => (n + 0.5) * 1e-6),
    amplitude_Hz: ramp(200, (n) => 300 * Math.abs(Math.sin((n - 99.5) / 20) / ((n - 99.5) / 20))),
    phase_rad: ramp(200, (n) => (Math.sin((n - 99.5) / 20) / (n - 99.5) < 0 ? Math.PI : 0)),
    center_s: 100e-6, frequencyOffset_Hz: -120.5, phaseOffset_rad: 0.25,
    ...(full ? { frequencyOffset_ppm: 3.3, phaseOffset_radPerMHz: 0.01 } : {}), use: full ? 'excitation' : 'undefined',
  }; // prettier-ignore
  const hard: RfPulse = {
    delay_s: 0, duration_s: 50e-6, time_s: Float64Array.of(0, 50e-6), amplitude_Hz: Float64Array.of(5000, 5000), phase_rad: Float64Array.of(0, 0),
    center_s: 25e-6, frequencyOffset_Hz: 0, phaseOffset_rad: Math.PI / 2, use: full ? 'refocusing' : 'undefined',
  }; // prettier-ignore
  const trapezoid: GradientEvent = {
    kind: 'trapezoid',
    delay_s: 50e-6,
    amplitude_HzPerM: -12345.6789,
    rise_s: 100e-6,
    flat_s: 500e-6,
    fall_s: 80e-6,
  };
  const edges = ramp(21, (n) => 1e5 * Math.sin((Math.PI * n) / 20));
  const sampled: GradientEvent = {
    kind: 'shape', delay_s: 0, duration_s: 200e-6, time_s: ramp(20, (n) => (n + 0.5) * 1e-5),
    amplitude_HzPerM: ramp(20, (n) => 0.5 * (edges[n]! + edges[n + 1]!)), first_HzPerM: 0, last_HzPerM: 0,
  }; // prettier-ignore
  const timed: GradientEvent = {
    kind: 'shape', delay_s: 0, duration_s: 1e-3, time_s: Float64Array.of(0, 2e-4, 7e-4, 1e-3), amplitude_HzPerM: Float64Array.of(0, 4e4, -2e4, -1e4),
    first_HzPerM: 0, last_HzPerM: -1e4,
  }; // prettier-ignore
  const after: GradientEvent = {
    kind: 'shape', delay_s: 0, duration_s: 3e-4, time_s: ramp(30, (n) => (n + 0.5) * 1e-5), amplitude_HzPerM: ramp(30, (n) => -1e4 * (1 - (n + 0.5) / 30)),
    first_HzPerM: -1e4, last_HzPerM: 0,
  }; // prettier-ignore
  const fine: GradientEvent = {
    kind: 'shape', delay_s: 0, duration_s: 1e-4, time_s: ramp(19, (n) => 0.5e-5 * (n + 1)), amplitude_HzPerM: ramp(19, (n) => 1e5 * Math.sin((Math.PI * (n + 1)) / 20)),
    first_HzPerM: 0, last_HzPerM: 0,
  }; // prettier-ignore
  const block = (fields: Partial<SequenceBlock>): SequenceBlock => ({
    duration_s: 1e-3,
    gradients: [undefined, undefined, undefined],
    ...fields,
  });
  const window = { delay_s: 20e-6, nSamples: 64, dwell_s: 10e-6, frequencyOffset_Hz: 10, phaseOffset_rad: 1 };
  const blocks: SequenceBlock[] = [
    block({ rf: sinc, gradients: [undefined, undefined, trapezoid] }),
    block({
      gradients: [timed, sampled, undefined],
      triggers: [{ kind: 'output', channel: 2, delay_s: 1e-5, duration_s: 1e-4 }],
    }),
    block({
      gradients: [after, undefined, undefined],
      labels: [{ label: 'LIN', change: 'set', value: 5 }, { label: 'SLC', change: 'increase', value: -1 }],
    }), // prettier-ignore
    block({ rf: hard, duration_s: 2e-3 }),
    block({
      sampling: full ? { ...window, phase_rad: ramp(64, (n) => (2 * Math.PI * n) / 64) } : window,
      gradients: [trapezoid, undefined, undefined],
    }),
  ];
  if (full)
    blocks.push(
      block({ gradients: [fine, undefined, undefined], rotation: [0.5, 0.5, -0.5, 0.5] }),
      block({ softDelay: { name: 'TE', number: 1, offset_s: -2e-3, factor: 2 } }),
      block({ rf: sinc, rfShim: { magnitude: [1, 0.5], phase_rad: [0, 1.5] } }),
    );
  return {
    name: 'sample', blocks, definitions: { FOV: [0.04, 0.04, 0.005], Name: 'sample', Owner: 'a group' }, notes: [],
    rasters: { gradientRaster_s: 1e-5, rfRaster_s: 1e-6, adcRaster_s: 1e-7, blockRaster_s: 1e-5 },
  }; // prettier-ignore
}
