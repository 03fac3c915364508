// Cheap repetitions of the injured animal on coarse voxels: how the chance to find a dead voxel moves with what is assumed, one at a time and all at once.
import { normalCdf, normalQuantile, riceMean, riceSd } from '../../../math/index.ts';
import {
  animalOf,
  labelIn,
  necroticShare,
  voxelsOf,
  type Animal,
  type AnimalVoxels,
  type MouseValues,
} from '../../../mouse/index.ts';
import { voxelVolume_mm3, type SteppableTissue } from '../../../records/index.ts';
import { flipsOf, frequency_Hz } from '../../../scanner/index.ts';
import { b1Over, echoTimes_s, injectionOf, METABOLITES } from '../scan/protocol.ts';
import { animalSettings, probeGrid, type ExperimentDose, type ExperimentSettings } from '../settings.ts';

/** What differs from the settings. */
export interface Change {
  readonly values: Partial<MouseValues>;
  readonly dose: ExperimentDose;
}

export interface TrialTask {
  readonly settings: ExperimentSettings;
  /** Of one frame in a 13C voxel. */
  readonly noiseSd_mM: number;
  readonly changes: readonly Change[];
}

export interface Trial {
  /** Mean chance of a voxel that is injured as set to exceed the threshold. */
  readonly found: number;
  /** Expected volume above the threshold: of the injured voxels, and of the others by chance. */
  readonly volume_mm3: number;
  /** Malate over fumarate, areas, whole liver. */
  readonly ratio: number;
}

const LOOKUP_mm = 1;
export function runTrials({ settings, noiseSd_mM, changes }: TrialTask): Trial[] {
  const animal = animalOf(animalSettings(settings, 'injured'));
  const voxels = voxelsOf(animal, probeGrid(settings, settings.trials.voxel_mm), LOOKUP_mm);
  const scanned = scanner(settings, animal, voxels);
  return changes.map((change) => judge(settings, noiseSd_mM, voxels, scanned(change)));
}

/** Fumarate and malate, sum over frames of each voxel. */
type Areas = readonly [Float64Array, Float64Array];

/** Areas of a changed animal. With first-order kinetics they go with the amount of label, so that animals that differ by the dose only are scanned once. */
function scanner(settings: ExperimentSettings, animal: Animal, voxels: AnimalVoxels): (change: Change) => Areas {
  const known = new Map<string, { readonly areas: Areas; readonly label: number }>();
  let echoes_s: readonly number[] | undefined;
  return (change) => {
    const label = labelOf(change.dose);
    const { volume_mL, concentration_mM } = change.dose;
    const key = JSON.stringify(
      settings.kinetics === 'first-order' ? change.values : [change.values, volume_mL, concentration_mM],
    );
    let found = known.get(key);
    if (found === undefined) {
      const tissue = changedTissue(settings, animal, voxels, change);
      echoes_s ??= echoTimes_s(settings, tissue.lines);
      found = { areas: areasOf(settings, tissue, echoes_s), label };
      known.set(key, found);
    }
    const scale = label / found.label;
    const scaled = (area: Float64Array): Float64Array => area.map((value) => scale * value);
    return [scaled(found.areas[0]), scaled(found.areas[1])];
  };
}

const labelOf = ({ volume_mL, concentration_mM, polarization }: ExperimentDose): number =>
  volume_mL * concentration_mM * polarization;

function changedTissue(
  settings: ExperimentSettings,
  animal: Animal,
  voxels: AnimalVoxels,
  { values, dose }: Change,
): SteppableTissue {
  const changed = { ...animal.values, ...values };
  const { necroticFraction, acetaminophen_mgPerKg, hours_h } = settings.injury;
  const necrotic = necroticFraction ?? necroticShare(changed, acetaminophen_mgPerKg, hours_h);
  const body = animal.necrotic === 0 ? voxels : rescaled(voxels, necrotic / animal.necrotic);
  return labelIn({ ...animal, values: changed, necrotic }, body, injectionOf(settings, dose), settings.kinetics);
}

function judge(settings: ExperimentSettings, noiseSd_mM: number, voxels: AnimalVoxels, areas: Areas): Trial {
  const { falsePositiveRate, injuredFrom } = settings.analysis;
  const rise = riseInErrors(settings, noiseSd_mM);
  const z = -normalQuantile(falsePositiveRate);
  let [count, found, called, substrate, product] = [0, 0, 0, 0, 0];
  voxels.liver.data.forEach((share, v) => {
    if (!(share > 0.5)) return;
    const [to, of] = [areas[0][v]!, areas[1][v]!];
    const chance = normalCdf(rise(to, of) - z);
    substrate += to;
    product += of;
    called += chance;
    if (voxels.necrotic.data[v]! < injuredFrom) return;
    count++;
    found += chance;
  });
  return {
    found: count === 0 ? NaN : found / count,
    volume_mm3: called * Math.abs(voxelVolume_mm3(voxels.geometry)),
    ratio: product / substrate,
  };
}

/** How many standard errors the ratio of two areas stands above that of a voxel without malate. Magnitudes: as if the signal were even over the frames. */
function riseInErrors({ scanner: { nFrames, images } }: ExperimentSettings, sd: number) {
  const isRician = images === 'magnitude';
  const mean = (signal: number): number => (isRician ? riceMean(signal, sd) : signal);
  const spread = (signal: number): number => (isRician ? riceSd(signal, sd) : sd);
  return (substrate: number, product: number): number => {
    const [s, p] = [substrate / nFrames, product / nFrames];
    const error = Math.hypot(spread(p), (mean(p) / mean(s)) * spread(s));
    return (Math.sqrt(nFrames) * (mean(p) - mean(0))) / error;
  };
}

/** Sum over frames of what each voxel shows of fumarate and malate: the signal of a scan without point spread and noise. */
function areasOf(settings: ExperimentSettings, tissue: SteppableTissue, echoes_s: readonly number[]): Areas {
  const { start_s, repetition_s, nFrames, T2Star_s, b0_T, flips } = settings.scanner;
  const b1 = b1Over(tissue.geometry, settings);
  const mz = new Float64Array(b1.length);
  const channels = METABOLITES.map((name, m) => {
    const echo_s = echoes_s[m]!;
    const lines = [...tissue.lines.keys()].filter((line) => tissue.lines[line]!.substance === name);
    const centre_ppm = lines.reduce((sum, line) => sum + tissue.lines[line]!.shift_ppm / lines.length, 0);
    return {
      flips: flipsOf(flips[name], settings.scanner, name),
      area: new Float64Array(b1.length),
      lines: lines.map((line) => {
        const offset_Hz = (tissue.lines[line]!.shift_ppm - centre_ppm) * 1e-6 * frequency_Hz(b0_T);
        return { line, shown: Math.exp(-echo_s / T2Star_s) * Math.cos(2 * Math.PI * offset_Hz * echo_s) };
      }),
    };
  });
  for (let n = 0; n < nFrames; n++) {
    tissue.advanceTo(start_s + n * repetition_s);
    for (const channel of channels) {
      const sines = b1.map((factor) => Math.sin(channel.flips[n]! * factor));
      const kept = b1.map((factor) => Math.cos(channel.flips[n]! * factor));
      for (const { line, shown } of channel.lines) {
        tissue.polarizedInto(mz, line);
        mz.forEach((value, v) => (channel.area[v] = channel.area[v]! + shown * value * sines[v]!));
        tissue.excite(line, kept);
      }
    }
  }
  return [channels[0]!.area, channels[1]!.area];
}

/** The dead share of every voxel times `factor`, at most all of its liver. */
function rescaled(voxels: AnimalVoxels, factor: number): AnimalVoxels {
  const { shares, liver, necrotic } = voxels;
  const dead = shares.get('necroticLiver');
  if (dead === undefined || factor === 1) return voxels;
  const scaled = dead.map((part, v) => Math.min(part * factor, liver.data[v]!));
  const next = new Map(shares).set('necroticLiver', scaled).set(
    'liver',
    liver.data.map((all, v) => all - scaled[v]!),
  );
  const share = scaled.map((part, v) => (liver.data[v]! > 0 ? part / liver.data[v]! : 0));
  return { ...voxels, shares: next, necrotic: { ...necrotic, data: share } };
}
