// Images at several echo times to images of metabolites, with the field found from them where it is not given (IDEAL).
import { makeGrid, ScienceError } from '../../base/index.ts';
import type { ComplexSeries, RawScan } from '../../records/index.ts';
import type { ReconstructionSettings } from '../settings.ts';
import { fieldMap_Hz, idealSeparated, separationMatrix, type IdealSettings } from './ideal.ts';

/** Widest field that is looked for where nothing is said, and how finely. */
const WIDEST_Hz = 100;
const STEP_Hz = 2;

/** Echo times and offsets from the settings, else from the header. Throws where the times are not known. */
export function idealSettingsOf(scan: RawScan, nEchoes: number, settings: ReconstructionSettings): IdealSettings {
  const { metabolites = [], decay_perS } = settings;
  const told = scan.contrasts?.map(({ echoTime_s }) => echoTime_s).filter((time) => time !== undefined);
  const echoTimes_s = settings.echoTimes_s ?? told ?? [];
  if (echoTimes_s.length !== nEchoes) {
    throw new ScienceError('format', `${nEchoes} echoes, but ${echoTimes_s.length} echo times are known; give echoTimes_ms`, { where: scan.name }); // prettier-ignore
  }
  return {
    echoTimes_s,
    offsets_Hz: metabolites.map(({ offset_Hz }) => offset_Hz),
    ...(decay_perS !== undefined && { decay_perS }),
  };
}

/** [slice or z, y, x] from the frame with the most signal, voxels with their neighbours; undefined where there are no more echoes than metabolites, and a note says so. */
export function fieldOfEchoes(
  echoes: readonly ComplexSeries[],
  ideal: IdealSettings,
  widest_Hz: number | undefined,
  notes: string[],
): Float64Array | undefined {
  if (echoes.length <= ideal.offsets_Hz.length) {
    notes.push(`${echoes.length} echoes for ${ideal.offsets_Hz.length} metabolites leave nothing to find the field by: taken as that of the centre.`); // prettier-ignore
    return undefined;
  }
  const [nFrames, nz, ny, nx] = echoes[0]!.images.shape;
  const volume = nz * ny * nx;
  const power = new Float64Array(nFrames);
  echoes[0]!.images.data.forEach((x, i) => (power[Math.floor(i / 2 / volume)]! += x * x));
  const frame = power.indexOf(Math.max(...power));
  const stacked = new Float64Array(2 * echoes.length * volume);
  echoes.forEach(({ images }, e) => stacked.set(images.data.subarray(2 * frame * volume, 2 * (frame + 1) * volume), 2 * e * volume)); // prettier-ignore
  const neighbours = (voxel: number): number[] => {
    const x = voxel % nx,
      y = Math.floor(voxel / nx) % ny;
    const out: number[] = [];
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++)
        if (x + dx >= 0 && x + dx < nx && y + dy >= 0 && y + dy < ny) out.push(voxel + dy * nx + dx);
    return out;
  };
  const search = { widest_Hz: widest_Hz ?? WIDEST_Hz, step_Hz: STEP_Hz, neighbours };
  notes.push(`The field was looked for within ${search.widest_Hz} Hz of the centre, in steps of ${STEP_Hz} Hz, from frame ${frame + 1}.`); // prettier-ignore
  return fieldMap_Hz(stacked, ideal, search);
}

/** One series per metabolite from one per echo; noise through the linear weights. */
export function separatedSeries(
  echoes: readonly ComplexSeries[],
  names: readonly string[],
  ideal: IdealSettings,
  field_Hz: Float64Array | undefined,
): ComplexSeries[] {
  const [nFrames, nz, ny, nx] = echoes[0]!.images.shape;
  const volume = nz * ny * nx;
  const inverse = separationMatrix(ideal);
  const found = Array.from({ length: nFrames }, (_, frame) => {
    const stacked = new Float64Array(2 * echoes.length * volume);
    echoes.forEach(({ images }, e) => stacked.set(images.data.subarray(2 * frame * volume, 2 * (frame + 1) * volume), 2 * e * volume)); // prettier-ignore
    return idealSeparated(stacked, ideal, field_Hz);
  });
  return names.map((name, m) => {
    const data = new Float64Array(2 * nFrames * volume);
    found.forEach((one, frame) => data.set(one.subarray(2 * m * volume, 2 * (m + 1) * volume), 2 * frame * volume));
    const noiseSd = Float64Array.from({ length: volume }, (_, at) => {
      const variance = echoes.reduce((sum, { noiseSd: sd }, e) => {
        const i = 2 * (m * echoes.length + e);
        return sum + (inverse[i]! * inverse[i]! + inverse[i + 1]! * inverse[i + 1]!) * sd[at]! * sd[at]!;
      }, 0);
      return Math.sqrt(variance);
    });
    return { ...echoes[0]!, name, images: makeGrid(['time', 'z', 'y', 'x'], [nFrames, nz, ny, nx], data, true), noiseSd }; // prettier-ignore
  });
}
