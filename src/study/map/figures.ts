// The pictures of a map study: maps over the anatomy, time courses with their fits, spread of the rates.
import { median, quantile } from '../../math/index.ts';
import { indexOfVoxel, scatter } from '../../picture/index.ts';
import {
  cropToMap,
  formatNumber,
  formatWithError,
  histogramFigure,
  mapFigure,
  roundRange,
  timeCourseFigure,
  type ColourMapName,
  type CoursePanel,
  type MapPanel,
} from '../../plot/index.ts';
import { columnOf, courseOf, type Column, type RateFit, type TimeCourses } from '../../records/index.ts';
import { sliceOf, sliceView } from './display.ts';
import type { MapOutcome } from './road.ts';

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

const MAX_SLICES = 12;

const shownUnit = (unit: string): string => (unit === '1/s' ? 's⁻¹' : unit);

export function figuresOf(outcome: MapOutcome): Figure[] {
  const [substrate, ...products] = outcome.study.series.map((one) => one.name);
  return [
    ...products.flatMap((product) => [
      mapOf(
        outcome,
        columnOf(outcome.voxels, `ratio_${product}`),
        'viridis',
        `${product} / ${substrate!}: ratio of areas under the curve`,
        product,
      ),
      mapOf(
        outcome,
        columnOf(outcome.voxels, `rate_${product}_perS`),
        'inferno',
        `Apparent rate of ${substrate!} to ${product}`,
      ),
    ]),
    mapOf(outcome, columnOf(outcome.voxels, `snr_${substrate!}`), 'cividis', `${substrate!}: peak signal over noise`),
    courses(outcome),
    ...products.map((product) => spread(outcome, product)),
  ].filter((figure) => figure !== undefined);
}

function mapOf(
  outcome: MapOutcome,
  column: Column,
  colourMap: ColourMapName,
  title: string,
  detectedOf?: string,
): Figure | undefined {
  const { study, mask, anatomy } = outcome;
  const { geometry } = study;
  const undetected = detectedOf === undefined ? undefined : columnOf(outcome.voxels, `detected_${detectedOf}`).values;
  const finite = column.values.filter((value, row) => Number.isFinite(value) && undetected?.[row] !== 0);
  if (finite.length === 0) return undefined;
  const view = sliceView(geometry);
  const map = scatter(geometry, mask.voxels, column.values, NaN);
  const hidden =
    detectedOf === undefined
      ? undefined
      : columnOf(outcome.voxels, `detected_${detectedOf}`).values.map((value) => (value === 0 ? 1 : 0));
  const below = hidden === undefined ? undefined : Uint8Array.from(scatter(geometry, mask.voxels, hidden, 0).data);
  const [nx, ny, nz] = geometry.shape;
  const used = Array.from({ length: nz }, (_, k) => k).filter((k) =>
    mask.voxels.some((voxel) => indexOfVoxel(geometry, voxel)[2] === k),
  );
  const step = Math.ceil(used.length / MAX_SLICES);
  const shown = used.filter((_, n) => n % step === 0);
  const panels = shown.map((k): MapPanel => ({
    ...(nz > 1 ? { label: `slice ${k + 1} of ${nz}` } : {}),
    grid: { width: nx, height: ny, data: sliceOf(map.data, geometry.shape, k, view) },
    ...(anatomy === undefined
      ? {}
      : {
          underlay: {
            width: anatomy.underlay.geometry.shape[0],
            height: anatomy.underlay.geometry.shape[1],
            data: sliceOf(anatomy.underlay.data, anatomy.underlay.geometry.shape, k, view).map((value) =>
              Number.isNaN(value) ? 0 : value,
            ),
          },
        }),
    fieldOfView_mm: view.fieldOfView_mm,
    orientation: view.orientation,
    regions: outcome.regions.slice(1).map((region) => ({
      name: region.name,
      mask: sliceOf(
        Uint8Array.from(scatter(geometry, region.voxels, new Float64Array(region.voxels.length).fill(1), 0).data),
        geometry.shape,
        k,
        view,
      ),
    })),
    ...(below === undefined ? {} : { belowDetection: sliceOf(below, geometry.shape, k, view) }),
  }));
  const range = roundRange(Math.min(0, quantile(finite, 0.02)), quantile(finite, 0.98), 5);
  const left = used.length - shown.length;
  const over = anatomy === undefined ? '' : ' over the 1H anatomy, averaged through the 13C slice';
  return {
    name: column.name,
    svg: mapFigure({
      title,
      panels,
      colourMap,
      range: range[0] < range[1] ? range : [range[0], range[0] + 1],
      quantity: column.label,
      ...(column.unit === '' ? {} : { unit: shownUnit(column.unit) }),
      crop: cropToMap(panels, 4),
      note: `${mask.voxels.length} voxels: ${mask.rule}.${left > 0 ? ` Every ${step}th slice of ${used.length} is shown.` : ''}`,
    }),
    caption: `${title}${over}. Median of ${finite.length} voxels ${formatNumber(median(finite))}${column.unit === '' ? '' : ` ${shownUnit(column.unit)}`}; colours span the 2nd to the 98th percentile.`,
  };
}

function courses(outcome: MapOutcome): Figure {
  const { study, voxels, voxelCourses, regionCourses, regionQuantities, regions } = outcome;
  const area = columnOf(voxels, `auc_${study.series[0]!.name}`).values;
  const order = Array.from(area.keys()).sort((a, b) => area[b]! - area[a]!);
  const strongest = order[0]!;
  const middle = order[Math.floor(order.length / 2)]!;
  const place = (row: number): string => indexOfVoxel(study.geometry, outcome.mask.voxels[row]!).join(', ');
  const panels = [
    panelOf(
      outcome,
      `strongest voxel (${place(strongest)})`,
      voxelCourses,
      voxels.fits[strongest]!,
      strongest,
      outcome.noise.sd,
    ),
    panelOf(outcome, `median voxel (${place(middle)})`, voxelCourses, voxels.fits[middle]!, middle, outcome.noise.sd),
    ...regions.map((region, row) =>
      panelOf(
        outcome,
        region.name === 'mask'
          ? `mean of the mask (${region.voxels.length} voxels)`
          : `${region.name} (${region.voxels.length} voxels)`,
        regionCourses,
        regionQuantities.fits[row]!,
        row,
        outcome.noise.sd.map((sd) => sd / Math.sqrt(region.voxels.length)),
      ),
    ),
  ];
  return {
    name: 'time_courses',
    svg: timeCourseFigure({
      title: 'Time courses and fits',
      panels,
      xLabel: 'time (s)',
      yLabel: 'signal',
      yUnit: 'a.u.',
      errorLabel: 'noise, one standard deviation',
    }),
    caption: `Measured signal (points) and fitted model (lines) of the voxel with the largest and with the median area of the substrate, and of each region. Voxels are named by column, row, slice, from 0.${outcome.settings.fit.firstTimePoint > 1 ? ' The gray part was not fitted.' : ''}`,
  };
}

function panelOf(
  outcome: MapOutcome,
  title: string,
  all: TimeCourses,
  fit: RateFit,
  row: number,
  sd: readonly number[],
): CoursePanel {
  const { settings } = outcome;
  const nTimes = all.signal.shape[2];
  const times_s = Float64Array.from({ length: nTimes }, (_, t) => t * settings.repetition_s);
  const from = settings.fit.firstTimePoint - 1;
  const rates = all.metabolites
    .slice(1)
    .map((name, j) => `${name} ${formatWithError(fit.rate_perS[j]!, fit.rateError_perS[j]!)} 1/s`);
  return {
    title,
    times_s,
    series: all.metabolites.map((name, m) => ({
      name,
      values: courseOf(all, m, row),
      ...(sd[m]! > 0 ? { errors: new Float64Array(nTimes).fill(sd[m]!) } : {}),
      role: m === 0 ? ('substrate' as const) : ('product' as const),
      ...(fit.predicted[m] === undefined || (m === 0 && settings.fit.model === 'inputless')
        ? {}
        : { fit: { times_s: times_s.subarray(from), values: fit.predicted[m] } }),
    })),
    ...(from > 0 ? { fittedFrom_s: from * settings.repetition_s } : {}),
    note: `rate to ${rates.join(', ')}`,
  };
}

function spread(outcome: MapOutcome, product: string): Figure | undefined {
  const column = columnOf(outcome.voxels, `rate_${product}_perS`);
  const marks = outcome.regions.slice(1).map((region, n) => ({
    label: region.name,
    value: columnOf(outcome.regionQuantities, column.name).values[n + 1]!,
    error: columnOf(outcome.regionQuantities, `${column.name}_se`).values[n + 1]!,
  }));
  if (column.values.filter(Number.isFinite).length < 2) return undefined;
  return {
    name: `${column.name}_spread`,
    svg: histogramFigure({
      title: `Spread of the ${column.label}`,
      values: column.values,
      quantity: column.label,
      unit: shownUnit(column.unit),
      marks,
    }),
    caption: `How the ${column.label} is spread over the voxels of the mask.`,
  };
}
