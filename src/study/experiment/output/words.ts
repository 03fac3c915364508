// The finding in sentences for a person who knows mice and not signals: what was seen, how sure, what limits it.
import { quantile } from '../../../math/index.ts';
import { formatNumber, formatWithError } from '../../../plot/index.ts';
import { columnOf, type Share } from '../../../records/index.ts';
import type { AnimalOutcome } from '../animal.ts';
import type { ExperimentStudy } from '../study.ts';
import type { Trial } from '../trials/trials.ts';

export const percent = (fraction: number): string =>
  Number.isNaN(fraction)
    ? '–'
    : `${(100 * fraction).toFixed(Math.abs(fraction) < 0.1 && fraction !== 0 ? 1 : 0).replace('-', '−')}%`;
const mm3 = (volume: number): string => `${volume.toFixed(0)} mm³`;
const sharePercent = ({ value, interval: [low, high] }: Share): string =>
  `${percent(value)} (95%: ${percent(low)} to ${percent(high)})`;

/** A quantity of the mean liver signal, with its error. */
export function ofWhole({ whole }: AnimalOutcome, name: string): readonly [number, number] {
  const { quantified } = whole;
  return [columnOf(quantified, name).values[0]!, columnOf(quantified, `${name}_se`).values[0]!];
}

/** What a trial says, over the draws: 5%, half, 95%; undefined where there are too few. */
export function drawnSpread(
  { hangs }: ExperimentStudy,
  what: keyof Trial,
): readonly [number, number, number] | undefined {
  const drawn = Float64Array.from(hangs.draws.map((one) => one[what]).filter(Number.isFinite)).sort();
  if (drawn.length < 5) return undefined;
  return [quantile(drawn, 0.05), quantile(drawn, 0.5), quantile(drawn, 0.95)];
}

export function experimentSentences(study: ExperimentStudy): string[] {
  return [seen(study), sure(study), limits(study), ...smoothing(study), ...assumed(study)];
}

function seen({ injured, healthy }: ExperimentStudy): string {
  const [sick, sickError] = ofWhole(injured.animal, 'ratio_malate');
  const [well, wellError] = ofWhole(healthy.animal, 'ratio_malate');
  const apart = (sick - well) / Math.hypot(sickError, wellError);
  const verdict =
    apart > 3
      ? `The injury is seen: malate over fumarate is ${formatWithError(sick, sickError)} in the mean of the injured liver and ${formatWithError(well, wellError)} in the healthy one, ${apart.toFixed(0)} standard errors apart`
      : `The injury is not seen: malate over fumarate is ${formatWithError(sick, sickError)} in the mean of the injured liver and ${formatWithError(well, wellError)} in the healthy one`;
  return `${verdict}; ${percent(injured.animal.necrotic)} of the injured liver is dead.`;
}

function sure({ injured, healthy, roc, settings }: ExperimentStudy): string {
  const volume = ({ finding }: typeof injured): string =>
    `${mm3(finding.injuredVolume_mm3)} (95% by noise: ${mm3(finding.injuredVolumeInterval_mm3[0])} to ${mm3(finding.injuredVolumeInterval_mm3[1])})`;
  const all_mm3 = injured.quality.trueVolume_mm3;
  const ranked =
    roc === undefined
      ? ''
      : `; the map ranks an injured voxel above a healthy one with a chance of ${percent(roc.auc)}`;
  const least = percent(settings.analysis.injuredFrom);
  const found =
    injured.quality.sensitivity.of === 0
      ? `; no voxel holds as many as ${least} dead cells, so there is nothing to find`
      : `, of ${mm3(all_mm3)} that hold at least ${least} dead cells: it finds ${sharePercent(injured.quality.sensitivity)} of them`;
  return `Voxel by voxel, the map calls ${volume(injured)} injured${found}; in the healthy animal it calls ${volume(healthy)}${ranked}.`;
}

/** A mean ratio of so few errors of a voxel: not noise but the signal is what lacks. */
const LITTLE = 0.2;

function limits({ injured, hangs, settings, syringe }: ExperimentStudy): string {
  const { animal } = injured;
  const ratios = columnOf(animal.quantified, 'ratio_malate_se').values.filter(Number.isFinite).sort();
  const error = quantile(ratios, 0.5);
  const mean = animal.trueRatio.reduce((a, b) => a + b, 0) / animal.trueRatio.length;
  const polarization = hangs.ranked.find(({ where }) => where === 'syringe');
  const more =
    polarization === undefined || Number.isNaN(polarization.atHigh.found)
      ? ''
      : `; with ${percent(polarization.high)} in place of ${percent(syringe.dose.polarization)} of polarization it would find ${percent(polarization.atHigh.found)}`;
  const size = settings.grid.voxel_mm.join(' x ');
  const verdict =
    mean < LITTLE * error
      ? 'Hardly any malate is made'
      : error > mean / 4
        ? 'Noise is the limit'
        : 'Noise is not the limit';
  return `${verdict}: in a voxel of ${size} mm the error of the ratio is ${formatNumber(error, 2)} where the ratio itself is ${formatNumber(mean, 2)}${more}.`;
}

function smoothing({ smoothed, settings }: ExperimentStudy): string[] {
  if (smoothed === undefined || smoothed.sensitivity.of === 0) return [];
  const { sensitivity, specificity, pointWidth_voxels } = smoothed;
  const width_mm = pointWidth_voxels * settings.grid.voxel_mm[0];
  return [
    `The same images smoothed (scanner: { filter: hamming }) find ${sharePercent(sensitivity)} of the injured voxels and leave ${sharePercent(specificity)} of the healthy animal's alone, because neighbours are averaged: a point is then ${width_mm.toFixed(1)} mm wide in the slice, which serves an injury spread over the liver and fades smaller foci.`,
  ];
}

function assumed(study: ExperimentStudy): string[] {
  const { ranked } = study.hangs;
  const [found, volume, ratio] = (['found', 'volume_mm3', 'ratio'] as const).map((what) => drawnSpread(study, what));
  const first = ranked.find(({ status }) => status === 'assumed' || status === 'recalled');
  if (first === undefined || study.injured.animal.necrotic === 0) return [];
  const polarizer = ranked.find(({ where }) => where === 'polarizer');
  const moves = ({ what, low, high, atLow, atHigh }: typeof first): string => {
    const moved = Number.isNaN(atLow.found)
      ? `malate over fumarate in the liver from ${formatNumber(atLow.ratio, 2)} to ${formatNumber(atHigh.ratio, 2)}`
      : `the share found from ${percent(atLow.found)} to ${percent(atHigh.found)}`;
    return `'${what}': from ${formatNumber(low, 2)} to ${formatNumber(high, 2)} it moves ${moved}`;
  };
  return [
    `The finding rests on numbers that nobody has measured, above all ${moves(first)}.`,
    ...(polarizer === undefined ? [] : [`Of the way to the syringe it hangs most on ${moves(polarizer)}.`]),
    ...(found === undefined
      ? []
      : [
          `With every uncertain number drawn at once, from the hydrogen to the liver, 90% of the draws find between ${percent(found[0])} and ${percent(found[2])} of the injured voxels (median ${percent(found[1])}), call ${volume![0].toFixed(0)} to ${mm3(volume![2])} injured, and show a malate over fumarate of ${formatNumber(ratio![0], 2)} to ${formatNumber(ratio![2], 2)} in the liver.`,
        ]),
  ];
}
