// All numbers of all voxels (or regions): areas, ratios, times, rates, each with its error.
import { QUIET, type Random, type Run } from '../base/index.ts';
import {
  courseOf,
  type Column,
  type Quantities,
  type RateFit,
  type RateFitSettings,
  type TimeCourses,
} from '../records/index.ts';
import { curveMetrics } from './curve-metrics.ts';
import { fitRates, planRates } from './fit-rates.ts';
import { areaOf, isDetected, ratioOf, redrawSum } from './ratio.ts';

export interface QuantifySettings {
  readonly fit: RateFitSettings;
  /** Noise per metabolite [metabolite][row], in signal units; NaN where not known. Regions have less noise than voxels, hence per row. */
  readonly sd: readonly Float64Array[];
  /** Mean of the signal-free samples per metabolite. */
  readonly offset: readonly number[];
  /** Name of each row, for its random stream. */
  readonly rowNames: readonly string[];
}

export interface Quantified extends Quantities {
  readonly fits: readonly RateFit[];
}

/** Rows are the voxels (or regions) of `courses`. */
export function quantify(
  courses: TimeCourses,
  settings: QuantifySettings,
  random: Random,
  run: Run = QUIET,
): Quantified {
  const [substrate, ...products] = courses.metabolites;
  const nRows = courses.signal.shape[1];
  const table = new Map<string, Column>();
  const set = (name: string, label: string, unit: string, row: number, value: number): void => {
    let column = table.get(name);
    if (column === undefined) {
      column = { name, label, unit, values: new Float64Array(nRows).fill(NaN) };
      table.set(name, column);
    }
    column.values[row] = value;
  };
  const plan = planRates(courses, settings.fit);
  const noise = settings.fit.noise.kind;
  const fits: RateFit[] = [];
  for (let row = 0; row < nRows; row++) {
    if (row % 64 === 0) run.step(row, nRows, 'quantify');
    const stream = random.fork(settings.rowNames[row]!);
    const signals = courses.metabolites.map((_, metabolite) => courseOf(courses, metabolite, row));
    const sd = settings.sd.map((values) => values[row]!);
    const areas = signals.map((signal, m) => areaOf(signal, sd[m]!, settings.offset[m]!, noise));
    const total = areas.reduce((sum, area) => sum + area.sum, 0);
    courses.metabolites.forEach((name, m) => {
      const { auc, timeToPeak_s, meanTime_s } = curveMetrics(signals[m]!, courses.repetition_s);
      set(`auc_${name}`, `${name} AUC (sum over frames)`, 'signal', row, auc);
      // The times of what is not seen are those of its noise.
      const seen = isDetected(areas[m]!);
      set(`timeToPeak_${name}_s`, `${name} time to peak, after the first frame`, 's', row, seen ? timeToPeak_s : NaN);
      set(`meanTime_${name}_s`, `${name} mean time, after the first frame`, 's', row, seen ? meanTime_s : NaN);
      set(
        `snr_${name}`,
        `${name} peak signal / noise`,
        '',
        row,
        signals[m]!.reduce((a, b) => Math.max(a, b), -Infinity) / sd[m]!,
      );
    });
    const fit = fitRates(plan, signals, sd);
    fits.push(fit);
    products.forEach((name, j) => {
      const area = areas[j + 1]!;
      const estimate = ratioOf(areas[0]!, area, () => [
        redrawSum(signals[0]!, areas[0]!, sd[0]!, noise, stream),
        redrawSum(signals[j + 1]!, area, sd[j + 1]!, noise, stream),
      ]);
      const fraction = area.sum / total;
      const others = Math.sqrt(areas.reduce((sum, a) => sum + a.sd ** 2, 0) - area.sd ** 2);
      const ratioLabel = `${name} / ${substrate!} AUC ratio`;
      set(`fraction_${name}`, `${name} AUC / total 13C AUC`, '', row, fraction);
      set(
        `fraction_${name}_se`,
        `${name} AUC fraction, standard error`,
        '',
        row,
        Math.hypot((1 - fraction) * area.sd, fraction * others) / Math.abs(total),
      );
      set(`ratio_${name}`, ratioLabel, '', row, estimate.ratio);
      set(`ratio_${name}_se`, `${ratioLabel}, standard error (delta method)`, '', row, estimate.error);
      set(`ratio_${name}_bootstrapSe`, `${ratioLabel}, standard error (bootstrap)`, '', row, estimate.bootstrapError);
      set(`ratio_${name}_detectionLimit`, `${ratioLabel}, detection limit`, '', row, estimate.detectionLimit);
      set(`ratio_${name}_upper95`, `${ratioLabel}, 95% upper bound`, '', row, estimate.upper);
      set(
        `detected_${name}`,
        `${name} detected (1) or below the detection limit (0)`,
        '',
        row,
        Number.isNaN(sd[j + 1]!) ? NaN : Number(estimate.detected),
      );
      const rateLabel = `rate ${substrate!} to ${name}`;
      set(`rate_${name}_perS`, rateLabel, '1/s', row, fit.rate_perS[j]!);
      set(`rate_${name}_perS_se`, `${rateLabel}, standard error`, '1/s', row, fit.rateError_perS[j]!);
      set(`rate_${name}_perS_low95`, `${rateLabel}, 95% interval, low`, '1/s', row, fit.rateInterval_perS[j]![0]);
      set(`rate_${name}_perS_high95`, `${rateLabel}, 95% interval, high`, '1/s', row, fit.rateInterval_perS[j]![1]);
      if (fit.initialMz.length > j)
        set(`initialMz_${name}`, `${name} Mz before the first fitted excitation`, 'signal', row, fit.initialMz[j]!);
      set(`rSquared_${name}`, `${name} fit R squared`, '', row, fit.rSquared[j]!);
      set(`misfit_${name}`, `${name} residual variance / noise variance`, '', row, fit.misfit[j]!);
    });
    for (const { name, value, error } of fit.others) {
      set(name, name, '', row, value);
      set(`${name}_se`, `${name}, standard error`, '', row, error);
    }
  }
  run.step(nRows, nRows, 'quantify');
  return { columns: [...table.values()], ends: fits.map((fit) => fit.end), fits };
}
