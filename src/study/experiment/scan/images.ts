// From a dose and a tissue to images: the one place where the scan of an animal is made.
import { type Random } from '../../../base/index.ts';
import { makeFourierKernel } from '../../../math/fourier/index.ts';
import { magnitudeOf, type RawScan, type SteppableTissue } from '../../../records/index.ts';
import { DEFAULT_RECONSTRUCTION, reconstruct } from '../../../reconstruct/index.ts';
import { MOUSE_SCANNER, rawScan, scan, type CoilArray, type Scan } from '../../../scanner/index.ts';
import { type ExperimentSettings } from '../settings.ts';
import { filterGain, imageFilter } from './k-filter.ts';
import { localPhases, phaseOf, turned } from './phase.ts';
import { b1Over, isRaw, protocolOf } from './protocol.ts';

export interface AnimalScan extends Scan {
  /** What the receiver wrote down, where the scan goes through k-space. */
  readonly raw?: RawScan;
  /** Per metabolite, from the noise that the receiver wrote down; where there is none it is taken from the images. */
  readonly receiverNoise_mM?: readonly number[];
}

/** What makes a scan uneven, over the voxels of the tissue and of the images. */
export interface Uneven {
  readonly field_Hz?: Float64Array;
  /** What the reconstruction knows of it. */
  readonly known_Hz?: Float64Array;
  readonly coils?: CoilArray;
  /** Of the coils together over the volume coil, by which images are scaled. */
  readonly gain?: number;
}

/** Steps the tissue through the protocol and spends it: images as from a scanner, and what they would be without noise. */
export function imagesOf(
  tissue: SteppableTissue,
  settings: ExperimentSettings,
  random: Random,
  uneven: Uneven = {},
): AnimalScan {
  const b1 = b1Over(tissue.geometry, settings);
  return isRaw(settings)
    ? throughKSpace(tissue, settings, random, b1, uneven)
    : scan(tissue, protocolOf(settings), random, { b1 });
}

function throughKSpace(
  tissue: SteppableTissue,
  settings: ExperimentSettings,
  random: Random,
  b1: Float64Array,
  { field_Hz, known_Hz, coils, gain = 1 }: Uneven,
): AnimalScan {
  const protocol = protocolOf(settings);
  const made = rawScan(tissue, protocol, { ...MOUSE_SCANNER, b0_T: protocol.b0_T }, random, { b1, field_Hz, coils });
  // whitened channels have noise of power 1
  const scale = coils === undefined ? 1 : (Math.SQRT2 * made.sampleSd) / gain;
  const filtered = imageFilter(protocol, scale);
  const narrowed = filterGain(settings, protocol.filter);
  const how = {
    ...DEFAULT_RECONSTRUCTION,
    kernel: makeFourierKernel(),
    ...(known_Hz && { field_Hz: known_Hz, fieldSteps: 0 }),
  };
  const rebuilt = reconstruct(made.raw, how);
  const noisy = rebuilt.series.map(filtered),
    quiet = reconstruct(made.quiet, how).series.map(filtered);
  const { flipAngles_rad, times_s, notes, raw, phases_rad } = made;
  const isComplex = protocol.images === 'complex';
  const isUneven = field_Hz !== undefined || coils !== undefined;
  const substrate_rad = isUneven ? localPhases(noisy[0]!) : Float64Array.of(phaseOf(noisy[0]!));
  const turn = (m: number): Float64Array => substrate_rad.map((one) => one - phases_rad[0]! + phases_rad[m]!);
  const turnNote = `Images were turned by the phase of the substrate${isUneven ? ' in each voxel and its neighbours, mean of all frames' : ''}, the product by what its pulse puts between the two, and the real part taken.`;
  const gridNotes = isUneven ? rebuilt.notes.filter((note) => !notes.includes(note)) : [];
  return {
    images: noisy.map((series, m) => (isComplex ? turned(series, turn(m)) : magnitudeOf(series))),
    imaginary: [],
    noiseFree: quiet.map(magnitudeOf),
    flipAngles_rad,
    times_s,
    noiseSd_mM: (narrowed * made.noiseSd_mM) / gain,
    receiverNoise_mM: noisy.map(({ noiseSd }) => narrowed * scale * noiseSd[0]!),
    notes: [...notes, ...gridNotes, ...(isComplex ? [turnNote] : [])],
    raw,
  };
}
