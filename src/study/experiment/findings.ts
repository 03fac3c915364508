// What the maps of both animals say, held against the truth. Healthy tissue is known from a third, healthy animal.
import {
  areaUnderRoc,
  diceOf,
  findInjury,
  judgeFinding,
  rocCurve,
  sharedNoiseOf,
  type Auc,
  type HealthyReference,
  type Measured,
  type RocCurve,
} from '../../picture/index.ts';
import { columnOf, type Finding, type FindingQuality } from '../../records/index.ts';
import type { AnimalOutcome } from './animal.ts';
import { sharedNoise } from './measure.ts';
import type { ExperimentSettings } from './settings.ts';

export interface Judged {
  readonly animal: AnimalOutcome;
  readonly measured: Measured;
  readonly finding: Finding;
  readonly quality: FindingQuality;
}

export interface Findings {
  readonly injured: Judged;
  readonly healthy: Judged;
  readonly reference: HealthyReference & { readonly kind: 'model' };
  /** All liver voxels of both animals, injured from `injuredFrom` on, ranked by ratio over its error; undefined where one kind is missing. */
  readonly roc: (RocCurve & Auc & { readonly nInjured: number; readonly nHealthy: number }) | undefined;
  readonly dice: number;
}

const CLASSES = [0, 0.1, 0.3, 0.5, 1];

export function findingsOf(
  settings: ExperimentSettings,
  [injured, healthy, reference]: readonly [AnimalOutcome, AnimalOutcome, AnimalOutcome],
): Findings {
  const model = healthyModel(measuredOf(settings, reference));
  const judged = (animal: AnimalOutcome): Judged => judge(settings, animal, model);
  const both = [judged(injured), judged(healthy)] as const;
  const truth = both.flatMap(({ animal }) => isInjured(settings, animal));
  const scores = both.flatMap(({ measured: { values, errors } }) =>
    Array.from(values, (value, row) => (value - model.mean) / errors[row]!),
  );
  const nInjured = truth.filter(Boolean).length;
  const found = both.reduce((sum, { finding }) => sum + finding.injured.nVoxels, 0);
  const hits = both.reduce((sum, { quality }) => sum + quality.sensitivity.hits, 0);
  return {
    injured: both[0],
    healthy: both[1],
    reference: model,
    roc:
      nInjured === 0 || nInjured === truth.length
        ? undefined
        : {
            ...rocCurve(scores, truth),
            ...areaUnderRoc(scores, truth, {
              injured: sharedBy(both, settings, true),
              healthy: sharedBy(both, settings, false),
            }),
            nInjured,
            nHealthy: truth.length - nInjured,
          },
    dice: diceOf(hits, found, nInjured),
  };
}

/** Noise that the voxels of one kind share within their animals; between animals they share none. */
function sharedBy(judged: readonly Judged[], settings: ExperimentSettings, injured: boolean): number {
  let [variance, n] = [0, 0];
  for (const { animal, measured } of judged) {
    const truth = isInjured(settings, animal);
    const rows = [...truth.keys()].filter((row) => truth[row] === injured);
    variance += rows.length * sharedNoiseOf(measured, rows) ** 2;
    n += rows.length;
  }
  return Math.sqrt(variance / n);
}

export const isInjured = ({ analysis }: ExperimentSettings, { severity, voxels }: AnimalOutcome): boolean[] =>
  Array.from(voxels, (voxel) => severity.data[voxel]! >= analysis.injuredFrom);

export function measuredOf(settings: ExperimentSettings, { geometry, voxels, quantified }: AnimalOutcome): Measured {
  return {
    measure: 'ratio_malate',
    unit: '',
    geometry,
    voxels,
    values: columnOf(quantified, 'ratio_malate').values,
    errors: columnOf(quantified, 'ratio_malate_se').values,
    shared: (some) => sharedNoise(settings, some),
  };
}

/** Weighted mean of the reference voxels, and the spread between them that their noise does not explain. */
function healthyModel({ values, errors }: Measured): Findings['reference'] {
  let [weights, sum] = [0, 0];
  Array.from(values).forEach((value, row) => {
    const weight = 1 / errors[row]! ** 2;
    if (!Number.isFinite(value) || !Number.isFinite(weight)) return;
    weights += weight;
    sum += weight * value;
  });
  const mean = sum / weights;
  const rows = Array.from(values.length === 0 ? [] : Array.from(values).keys());
  const excess = rows.reduce((total, row) => {
    const weight = 1 / errors[row]! ** 2;
    return Number.isFinite(weight) ? total + weight * ((values[row]! - mean) ** 2 - errors[row]! ** 2) : total;
  }, 0);
  return { kind: 'model', mean, sd: Math.sqrt(Math.max(0, excess / weights)) };
}

function judge(settings: ExperimentSettings, animal: AnimalOutcome, reference: HealthyReference): Judged {
  const { analysis } = settings;
  const measured = measuredOf(settings, animal);
  const finding = findInjury(measured, {
    reference,
    falsePositiveRate: analysis.falsePositiveRate,
    connectivity: 6,
    fewestVoxels: analysis.fewestVoxels,
  });
  const quality = judgeFinding(finding, measured, {
    severity: Float64Array.from(animal.voxels, (voxel) => animal.severity.data[voxel]!),
    injuredFrom: analysis.injuredFrom,
    values: animal.trueRatio,
    classes: CLASSES,
  });
  return { animal, measured, finding, quality };
}
