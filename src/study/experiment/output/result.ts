// result.json of `fumarole experiment`.
import type { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import type { Share } from '../../../records/index.ts';
import type { RunContext } from '../../run-context.ts';
import { provenanceOf } from '../../spin/provenance.ts';
import type { Judged } from '../findings.ts';
import type { Recovered } from '../inverse/check.ts';
import type { ExperimentStudy } from '../study.ts';
import type { Trial } from '../trials/trials.ts';
import type {
  animalSchema,
  estimateSchema,
  ExperimentResult,
  recoveredSchema,
  shareSchema,
  spreadSchema,
  tissueSchema,
  trialSchema,
} from './result-schema.ts';
import { drawnSpread, experimentSentences, ofWhole } from './words.ts';

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const trialOf = ({ found, volume_mm3, ratio }: Trial): z.output<typeof trialSchema> => ({
  found: finite(found),
  volume_mm3,
  ratio: finite(ratio),
});
const recoveredResult = ({ truth, mean, bias, biasError, covered }: Recovered): z.output<typeof recoveredSchema> => ({
  truth,
  mean,
  bias,
  biasError,
  covered,
});
const shareResult = ({ hits, of, value, interval }: Share): z.output<typeof shareSchema> => ({
  hits,
  of,
  value: finite(value),
  low95: finite(interval[0]),
  high95: finite(interval[1]),
});

export function experimentResult(
  study: ExperimentStudy,
  context: RunContext,
  files: readonly string[],
): ExperimentResult {
  const { settings, syringe, injured, healthy, reference, roc, dice, smoothed, hangs, inverse, notes } = study;
  const spreadResult = (what: keyof Trial): z.output<typeof spreadSchema> => {
    const [low5, median, high95] = drawnSpread(study, what) ?? [NaN, NaN, NaN];
    return { low5: finite(low5), median: finite(median), high95: finite(high95) };
  };
  const [fumarate, malate] = injured.animal.flipAngles_rad.map((flips) =>
    Array.from(flips, (flip) => (flip * 180) / Math.PI),
  );
  return {
    format: 'fumarole.experiment',
    formatVersion: 1,
    notice: RESEARCH_USE_ONLY,
    dose: { ...syringe.dose, origin: syringe.polarizer === undefined ? 'settings' : 'default polarizer' },
    times_s: [...injured.animal.times_s],
    flipAngles_deg: { fumarate: fumarate!, malate: malate! },
    animals: { injured: animalResult(injured), healthy: animalResult(healthy) },
    reference: { mean: reference.mean, sd: reference.sd },
    roc:
      roc === undefined
        ? null
        : {
            auc: roc.auc,
            low95: roc.interval[0],
            high95: roc.interval[1],
            nInjured: roc.nInjured,
            nHealthy: roc.nHealthy,
          },
    dice,
    smoothed:
      smoothed === undefined
        ? null
        : {
            sensitivity: shareResult(smoothed.sensitivity),
            specificity: shareResult(smoothed.specificity),
            pointWidth_voxels: smoothed.pointWidth_voxels,
          },
    field: fieldResult(study),
    hangsOn: {
      asSet: trialOf(hangs.asSet),
      ranked: hangs.ranked.map(({ name, what, where, value, low, high, status, source, atLow, atHigh }) => ({
        name,
        what,
        where,
        value,
        low,
        high,
        status,
        source,
        atLow: trialOf(atLow),
        atHigh: trialOf(atHigh),
      })),
      draws: {
        n: hangs.draws.length,
        found: spreadResult('found'),
        volume_mm3: spreadResult('volume_mm3'),
        ratio: spreadResult('ratio'),
        trials: hangs.draws.map(trialOf),
      },
    },
    inverseCheck:
      inverse === undefined
        ? null
        : {
            realisations: inverse.realisations,
            rows: inverse.rows.map(({ rate, ratio, ...row }) => ({
              ...row,
              rate_perS: recoveredResult(rate),
              ratio: recoveredResult(ratio),
            })),
          },
    summary: experimentSentences(study),
    settings,
    notes: [...notes],
    ...provenanceOf(context, [
      'larson-2018',
      'currie-1968',
      'delong-1988',
      'clopper-1934',
      'korn-1998',
      'hoult-1976',
      'hoult-1979',
      'traechtler-2023',
      ...(settings.scanner.field === undefined ? [] : ['schenck-1996', 'maniewski-1988', 'szczepaniak-2002', 'hopkins-1997', 'spees-2001', 'salomir-2003', 'he-2009', 'romeo-1984', 'man-1997']), // prettier-ignore
      ...(settings.scanner.coils === undefined ? [] : ['roemer-1990', 'hoult-2000', 'walsh-2000']),
    ]),
    files: [...files],
  };
}

function fieldResult({ injured, evenField }: ExperimentStudy): ExperimentResult['field'] {
  const { field } = injured.animal;
  if (field === undefined || evenField === undefined) return null;
  const { before_Hz, after_Hz, range_Hz, voxelSpan_Hz } = field;
  const even = { sensitivity: shareResult(evenField.sensitivity), specificity: shareResult(evenField.specificity) };
  return { before_Hz, after_Hz, low5_Hz: range_Hz[0], high95_Hz: range_Hz[1], voxelSpan_Hz, evenField: even };
}

function animalResult({ animal: one, finding, quality }: Judged): z.output<typeof animalSchema> {
  const ofLiver = (name: string): z.output<typeof estimateSchema> => {
    const [value, error] = ofWhole(one, name);
    return { value: finite(value), error: finite(error) };
  };
  const tissueOf = ({ nVoxels, mean, meanError, sd }: typeof finding.injured): z.output<typeof tissueSchema> => ({
    nVoxels,
    mean: finite(mean),
    meanError: finite(meanError),
    sd: finite(sd),
  });
  return {
    necroticShare: one.necrotic,
    liver_mL: one.liver_mL,
    nLiverVoxels: one.voxels.length,
    noiseSd_mM: { fumarate: one.noiseSd_mM[0]!, malate: one.noiseSd_mM[1]!, simulated: one.trueNoiseSd_mM },
    liver: { ratio: ofLiver('ratio_malate'), rate_perS: ofLiver('rate_malate_perS') },
    finding: {
      threshold: finding.threshold,
      basis: finding.basis,
      injuredVolume_mm3: finding.injuredVolume_mm3,
      low95_mm3: finding.injuredVolumeInterval_mm3[0],
      high95_mm3: finding.injuredVolumeInterval_mm3[1],
      falseVolume_mm3: finding.falseVolume_mm3,
      injured: tissueOf(finding.injured),
      healthy: tissueOf(finding.healthy),
      regions: finding.regions.map(({ nVoxels, volume_mm3, centreRas_mm, mean, meanError }) => ({
        nVoxels,
        volume_mm3,
        centreRas_mm: [...centreRas_mm],
        ratio: mean,
        ratioError: finite(meanError),
      })),
    },
    truth: {
      sensitivity: shareResult(quality.sensitivity),
      specificity: shareResult(quality.specificity),
      dice: quality.dice,
      injuredVolume_mm3: quality.trueVolume_mm3,
      bySeverity: quality.bySeverity.map(({ from, to, nVoxels, meanTruth, meanEstimate, bias, biasError }) => ({
        from,
        to,
        nVoxels,
        ratio: finite(meanTruth),
        estimate: finite(meanEstimate),
        bias: finite(bias),
        biasError: finite(biasError),
      })),
    },
    label: { ...one.budget },
  };
}
