// result.json of `fumarole experiment`.
import { z } from 'zod';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import type { Share } from '../../../records/index.ts';
import type { RunContext } from '../../run-context.ts';
import { provenanceOf, provenanceSchema } from '../../spin/provenance.ts';
import type { Judged } from '../findings.ts';
import type { ExperimentStudy } from '../study.ts';
import { experimentSettingsSchema } from '../settings.ts';
import type { Recovered } from '../inverse/check.ts';
import type { Trial } from '../trials/trials.ts';
import { drawnSpread, experimentSentences, ofWhole } from './words.ts';

const number = z.number().nullable().describe('null: not defined');
const numbers = z.array(z.number());
const share = z.strictObject({ hits: z.int(), of: z.int(), value: number, low95: number, high95: number });
const tissue = z.strictObject({ nVoxels: z.int(), mean: number, meanError: number, sd: number });
const estimate = z.strictObject({ value: number, error: number });
const trial = z.strictObject({
  found: number.describe('expected share of the injured voxels above the threshold'),
  volume_mm3: z.number().describe('expected volume above the threshold, chance included'),
  ratio: number.describe('malate over fumarate, areas, whole liver'),
});
const spread = z.strictObject({ low5: number, median: number, high95: number });
const recovered = z.strictObject({
  truth: z.number(),
  mean: z.number(),
  bias: z.number().describe('mean / truth - 1'),
  biasError: z.number(),
  covered: z.int().describe('realisations whose 95% interval holds the truth'),
});
const animal = z.strictObject({
  necroticShare: z.number().describe('of the whole liver'),
  liver_mL: z.number(),
  nLiverVoxels: z.int(),
  noiseSd_mM: z.strictObject({ fumarate: z.number(), malate: z.number(), simulated: z.number() }),
  liver: z.strictObject({ ratio: estimate, rate_perS: estimate }).describe('of the mean liver signal'),
  finding: z.strictObject({
    threshold: z.number().describe('of the median voxel'),
    basis: z.string(),
    injuredVolume_mm3: z.number(),
    low95_mm3: z.number(),
    high95_mm3: z.number(),
    falseVolume_mm3: z.number().describe('expected by chance, before small regions are left out'),
    injured: tissue,
    healthy: tissue,
    regions: z.array(
      z.strictObject({
        nVoxels: z.int(),
        volume_mm3: z.number(),
        centreRas_mm: numbers,
        ratio: z.number(),
        ratioError: number,
      }),
    ),
  }),
  truth: z.strictObject({
    sensitivity: share,
    specificity: share,
    dice: z.number(),
    injuredVolume_mm3: z.number(),
    bySeverity: z.array(
      z.strictObject({
        from: z.number(),
        to: z.number(),
        nVoxels: z.int(),
        ratio: number,
        estimate: number,
        bias: number,
        biasError: number,
      }),
    ),
  }),
  label: z.strictObject({
    injected_nmol: z.number(),
    present_nmol: z.number(),
    relaxed_nmol: z.number(),
    excited_nmol: z.number(),
    lost_nmol: z.number(),
  }),
});

export const experimentResultSchema = z.strictObject({
  format: z.literal('fumarole.experiment'),
  formatVersion: z.literal(1),
  notice: z.string(),
  dose: z.strictObject({
    volume_mL: z.number(),
    concentration_mM: z.number(),
    polarization: z.number(),
    polarizationSd: z.number(),
    origin: z.enum(['settings', 'default polarizer']),
  }),
  times_s: numbers,
  flipAngles_deg: z.strictObject({ fumarate: numbers, malate: numbers }),
  animals: z.strictObject({ injured: animal, healthy: animal }),
  reference: z.strictObject({ mean: z.number(), sd: z.number() }).describe('healthy liver, from a third animal'),
  roc: z
    .strictObject({ auc: z.number(), low95: z.number(), high95: z.number(), nInjured: z.int(), nHealthy: z.int() })
    .nullable()
    .describe('all liver voxels of both animals; null where one kind is missing'),
  dice: z.number(),
  hangsOn: z.strictObject({
    asSet: trial,
    ranked: z.array(
      z.strictObject({
        name: z.string(),
        what: z.string(),
        where: z.enum(['animal', 'syringe', 'polarizer']),
        value: z.number(),
        low: z.number(),
        high: z.number(),
        status: z.string(),
        source: z.string(),
        atLow: trial,
        atHigh: trial,
      }),
    ),
    draws: z.strictObject({
      n: z.int(),
      found: spread,
      volume_mm3: spread,
      ratio: spread,
      trials: z.array(trial),
    }),
  }),
  inverseCheck: z
    .strictObject({
      realisations: z.int(),
      rows: z.array(
        z.strictObject({
          name: z.string(),
          what: z.string(),
          agrees: z.boolean(),
          snr: z.number(),
          rate_perS: recovered,
          ratio: recovered,
        }),
      ),
    })
    .nullable()
    .describe('the simulator against the fit: proves the fit, not the physics'),
  summary: z.array(z.string()),
  settings: experimentSettingsSchema,
  notes: z.array(z.string()),
  ...provenanceSchema,
  files: z.array(z.string()),
});
export type ExperimentResult = z.output<typeof experimentResultSchema>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const trialOf = ({ found, volume_mm3, ratio }: Trial): z.output<typeof trial> => ({
  found: finite(found),
  volume_mm3,
  ratio: finite(ratio),
});
const recoveredResult = ({ truth, mean, bias, biasError, covered }: Recovered): z.output<typeof recovered> => ({
  truth,
  mean,
  bias,
  biasError,
  covered,
});
const shareResult = ({ hits, of, value, interval }: Share): z.output<typeof share> => ({
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
  const { settings, syringe, injured, healthy, reference, roc, dice, hangs, inverse, notes } = study;
  const spreadResult = (what: keyof Trial): z.output<typeof spread> => {
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
      'hoult-1976',
      'hoult-1979',
      'traechtler-2023',
    ]),
    files: [...files],
  };
}

function animalResult({ animal: one, finding, quality }: Judged): z.output<typeof animal> {
  const ofLiver = (name: string): z.output<typeof estimate> => {
    const [value, error] = ofWhole(one, name);
    return { value: finite(value), error: finite(error) };
  };
  const tissueOf = ({ nVoxels, mean, meanError, sd }: typeof finding.injured): z.output<typeof tissue> => ({
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
