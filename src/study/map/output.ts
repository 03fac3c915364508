// Everything that a map study writes, as bytes and text by path: maps, tables, figures, report, result.
import { writeNifti } from '../../formats/index.ts';
import { scatter } from '../../picture/index.ts';
import { RESEARCH_USE_ONLY } from '../../plot/index.ts';
import { columnOf, type Volume } from '../../records/index.ts';
import type { RunContext } from '../run-context.ts';
import { figuresOf } from './figures.ts';
import { mapOnAnatomy } from './anatomy.ts';
import { reportOf } from './report.ts';
import { resultOf, type MapResult } from './result.ts';
import type { MapOutcome } from './road.ts';
import { regionTable, voxelTable } from './tables.ts';

export interface MapOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: MapResult;
}

/** Figures come as SVG; `rasterize` makes their PNG twins where the edge has it. */
export function outputOf(outcome: MapOutcome, context: RunContext, rasterize?: (svg: string) => Uint8Array): MapOutput {
  const { study, mask, voxels, regions, regionQuantities, anatomy } = outcome;
  const products = study.series.slice(1).map((one) => one.name);
  const files = new Map<string, Uint8Array | string>();
  const nifti = (path: string, volume: Volume, label: string, datatype: 'float64' | 'float32' | 'uint8'): void => {
    const content = {
      geometry: volume.geometry,
      data: volume.data,
      nTimes: 1,
      datatype,
      description: `${RESEARCH_USE_ONLY} ${label}`.slice(0, 79),
    };
    files.set(path, writeNifti(content, { gzip: true }));
  };
  for (const name of mapNames(outcome)) {
    const { label, values } = columnOf(voxels, name);
    nifti(
      `maps/${name}.nii.gz`,
      scatter(study.geometry, mask.voxels, shownValues(outcome, name, values), NaN),
      label,
      'float64',
    );
  }
  nifti(
    'maps/mask.nii.gz',
    scatter(study.geometry, mask.voxels, new Float64Array(mask.voxels.length).fill(1), 0),
    'mask',
    'uint8',
  );
  if (anatomy !== undefined) {
    nifti('anatomy/anatomy_on13C.nii.gz', zeroOutside(anatomy.on13C), '1H anatomy on the 13C grid', 'float32');
    nifti('anatomy/anatomy.nii.gz', anatomy.cropped, '1H anatomy, part covered by 13C', 'float32');
    for (const product of products) {
      for (const name of [`ratio_${product}`, `rate_${product}_perS`]) {
        const column = columnOf(voxels, name);
        const shown = { ...column, values: shownValues(outcome, name, column.values) };
        nifti(
          `anatomy/${name}_onAnatomy.nii.gz`,
          mapOnAnatomy(shown, mask.voxels, study.geometry, anatomy.cropped.geometry),
          column.label,
          'float32',
        );
      }
    }
  }
  files.set('voxels.csv', voxelTable(voxels, mask.voxels, study.geometry, products));
  files.set('regions.csv', regionTable(regionQuantities, regions, products));
  const figures = figuresOf(outcome);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const result = resultOf(outcome, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', reportOf(outcome, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

/** Names of the columns that become maps. */
function mapNames({ study, settings }: MapOutcome): string[] {
  const all = study.series.map((one) => one.name);
  const products = all.slice(1);
  const fitted = Object.entries(settings.fit.relaxation_perS).filter(([, value]) => typeof value !== 'number');
  return [
    ...all.flatMap((name) => [`auc_${name}`, `timeToPeak_${name}_s`, `meanTime_${name}_s`, `snr_${name}`]),
    ...products.flatMap((name) => [
      `fraction_${name}`,
      `ratio_${name}`,
      `ratio_${name}_se`,
      `ratio_${name}_upper95`,
      `rate_${name}_perS`,
      `rate_${name}_perS_se`,
    ]),
    ...fitted.map(([name]) => `relaxation_${name}_perS`),
  ];
}

/** A ratio below its detection limit is no number in the map: its upper bound stands in the map of upper bounds. */
function shownValues({ voxels }: MapOutcome, name: string, values: Float64Array): Float64Array {
  const product = /^ratio_(.+?)(_se)?$/.exec(name)?.[1];
  const detected =
    product === undefined ? undefined : voxels.columns.find((column) => column.name === `detected_${product}`)?.values;
  return detected === undefined ? values : values.map((value, row) => (detected[row] === 0 ? NaN : value));
}

const zeroOutside = ({ geometry, data }: Volume): Volume => ({
  geometry,
  data: data.map((value) => (Number.isNaN(value) ? 0 : value)),
});
