// Spirals (or any trajectory) at several echo times to metabolites of known frequency, each sharp (IDEAL spiral: Wiesinger et al. 2012).
import { ScienceError } from '../../base/index.ts';
import type { RawScan } from '../../records/index.ts';
import type { CoilImages } from '../grid/cartesian.ts';
import { separationMatrix, type IdealSettings } from '../spectral/ideal.ts';
import { conjugatePhase, frequencySegments, turnedInTime } from './off-resonance.ts';
import { trajectoryScan } from './groups.ts';
import { rangeOf, type GriddingSettings } from './sampled.ts';

/**
 * Coil images [frame, metabolite, slice, coil, z, y, x] of a scan whose contrasts are echoes. The echoes are separated at every point of k-space, where the offset of a
 * metabolite during the readout is a known phase and is taken off; with a field map both are done at a few frequencies (`frequencySegments`) and joined voxel by voxel.
 * Throws where echoes lack or do not share their trajectory.
 */
export function idealGridded(
  scan: RawScan,
  encodingIndex: number,
  settings: IdealSettings,
  { kernel, field_Hz }: GriddingSettings = {},
): CoilImages {
  const { groups, nFrames, nContrasts, nSlices, shape, gather, planOf, notes } = trajectoryScan(
    scan,
    encodingIndex,
    kernel,
  );
  const { echoTimes_s, offsets_Hz } = settings;
  if (nContrasts !== echoTimes_s.length) {
    throw new ScienceError('argument', `${echoTimes_s.length} echo times for ${nContrasts} echoes`, { where: scan.name }); // prettier-ignore
  }
  const inverse = separationMatrix(settings);
  const nCoils = scan.nChannels,
    nMetabolites = offsets_Hz.length;
  const volume = shape.reduce((a, b) => a * b, 1);
  const data = new Float64Array(2 * nFrames * nMetabolites * nSlices * nCoils * volume);
  const noiseGain = new Float64Array(nFrames * nMetabolites * nSlices);
  let worst = 0;
  for (let frame = 0; frame < nFrames; frame++) {
    for (let slice = 0; slice < nSlices; slice++) {
      const echoes = echoTimes_s.map((_, echo) => gather(groups[(frame * nContrasts + echo) * nSlices + slice]!));
      const { trajectory, times_s } = echoes[0]!;
      const other = echoes.findIndex((one) => one.trajectory.length !== trajectory.length || one.trajectory.some((k, i) => Math.abs(k - trajectory[i]!) > 1e-3)); // prettier-ignore
      if (other > 0 || times_s.length === 0) {
        throw new ScienceError('format', `echo ${other + 1} of frame ${frame + 1} lacks readouts or has another trajectory than the first`, { where: scan.name }); // prettier-ignore
      }
      const { plan, weights } = planOf(trajectory);
      const weighted = echoes.map(({ samples }) => samples.map((x, i) => x * weights[(i >> 1) % plan.nSamples]!));
      const [first, last] = rangeOf(times_s);
      const field = field_Hz?.subarray(slice * volume, (slice + 1) * volume) ?? new Float64Array(volume);
      const segments = frequencySegments(field, [first + Math.min(...echoTimes_s), last + Math.max(...echoTimes_s)]);
      worst = Math.max(worst, segments.error);
      offsets_Hz.forEach((offset_Hz, m) => {
        const images = conjugatePhase(segments, (frequency_Hz) => {
          const joined = new Float64Array(weighted[0]!.length);
          weighted.forEach((echo, e) => {
            const angle = 2 * Math.PI * frequency_Hz * echoTimes_s[e]!;
            const [ar, ai] = [inverse[2 * (m * nContrasts + e)]!, inverse[2 * (m * nContrasts + e) + 1]!];
            const re = ar * Math.cos(angle) - ai * Math.sin(angle),
              im = ar * Math.sin(angle) + ai * Math.cos(angle);
            for (let i = 0; i < joined.length; i += 2) {
              joined[i]! += re * echo[i]! - im * echo[i + 1]!;
              joined[i + 1]! += re * echo[i + 1]! + im * echo[i]!;
            }
          });
          return Float64Array.from(plan.adjoint(turnedInTime(joined, times_s, frequency_Hz + offset_Hz)));
        });
        const group = (frame * nMetabolites + m) * nSlices + slice;
        data.set(images, 2 * group * nCoils * volume);
        let gain = 0;
        for (let i = 2 * m * nContrasts; i < 2 * (m + 1) * nContrasts; i++) gain += inverse[i]! * inverse[i]!;
        noiseGain[group] = gain * weights.reduce((sum, w) => sum + w * w, 0);
      });
    }
  }
  return {
    data,
    shape: shape.length === 3 ? (shape as [number, number, number]) : [1, shape[0]!, shape[1]!],
    nFrames,
    nContrasts: nMetabolites,
    nSlices,
    nCoils,
    noiseGain,
    notes: [
      ...notes,
      `Metabolites were separated at every point of k-space and freed of their offsets during the readout${field_Hz === undefined ? '; no field map' : `, with the field map to ${worst.toExponential(0)}`}.`,
    ],
  };
}
