// Everything that `fumarole experiment` writes, by path.
import { writeMrd, writeNifti } from '../../../formats/index.ts';
import { writePulseq } from '../../../formats/pulseq/index.ts';
import { RESEARCH_USE_ONLY } from '../../../plot/index.ts';
import { scatter } from '../../../picture/index.ts';
import { columnOf, type ImageSeries, type Volume } from '../../../records/index.ts';
import { regionTable, voxelTable } from '../../map/tables.ts';
import type { RunContext } from '../../run-context.ts';
import { experimentFigures } from './figures.ts';
import type { Judged } from '../findings.ts';
import { METABOLITES, shotsOf } from '../scan/protocol.ts';
import { experimentReport } from './report.ts';
import { experimentResult } from './result.ts';
import type { ExperimentResult } from './result-schema.ts';
import type { ExperimentStudy } from '../study.ts';

export interface ExperimentOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: ExperimentResult;
}

type Files = Map<string, Uint8Array | string>;
const MAPS = [
  'auc_fumarate',
  'auc_malate',
  'ratio_malate',
  'ratio_malate_se',
  'rate_malate_perS',
  'rate_malate_perS_se',
];

export function experimentOutput(
  study: ExperimentStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): ExperimentOutput {
  const files: Files = new Map();
  for (const judged of [study.injured, study.healthy]) animalFiles(files, judged, study.settings.scanner.repetition_s);
  shotsOf(study.settings, study.injured.animal.lines).forEach(({ sequence }, m) =>
    files.set(`sequence/${METABOLITES[m]!}.seq`, writePulseq(sequence, '1.5').text),
  );
  files.set('livers.csv', liversTable(study));
  files.set('regions.csv', regionsTable(study));
  const figures = experimentFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const result = experimentResult(study, context, [...files.keys(), 'report.html', 'result.json'].sort());
  files.set('report.html', experimentReport(study, result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

function animalFiles(files: Files, { animal, finding }: Judged, repetition_s: number): void {
  const { name, geometry, voxels, quantified } = animal;
  const volume = (path: string, what: Volume, label: string, datatype: 'float32' | 'uint8' = 'float32'): void => {
    const description = `${RESEARCH_USE_ONLY} Simulated: ${label}`.slice(0, 79);
    files.set(`${name}/${path}.nii.gz`, writeNifti({ ...what, nTimes: 1, datatype, description }, { gzip: true }));
  };
  for (const series of animal.images)
    files.set(`${name}/images/${series.name}.nii.gz`, seriesNifti(series, repetition_s));
  if (animal.raw !== undefined) files.set(`${name}/raw.mrd.h5`, writeMrd(animal.raw));
  volume('images/anatomy', animal.anatomy, '1H anatomy');
  for (const map of MAPS) {
    const { label, values } = columnOf(quantified, map);
    volume(`maps/${map}`, scatter(geometry, voxels, values, NaN), label);
  }
  volume(
    'maps/injury',
    { geometry, data: finding.labels.data.map((at) => (at > 0 ? at : 0)) },
    'region called injured',
  );
  volume('truth/liver', animal.liver, 'share of liver');
  volume('truth/severity', animal.severity, 'dead share of liver');
  volume('truth/ratio', scatter(geometry, voxels, animal.trueRatio, NaN), 'ratio without noise');
  const truth = {
    columns: [
      { name: 'trueRatio', label: '', unit: '', values: animal.trueRatio },
      { name: 'trueSeverity', label: '', unit: '', values: Float64Array.from(voxels, (v) => animal.severity.data[v]!) },
      { name: 'region', label: '', unit: '', values: Float64Array.from(voxels, (v) => finding.labels.data[v]!) },
    ],
  };
  const all = { ...quantified, columns: [...truth.columns, ...quantified.columns] };
  files.set(`${name}/voxels.csv`, voxelTable(all, voxels, geometry, ['malate']));
}

function seriesNifti({ geometry, images, name }: ImageSeries, repetition_s: number): Uint8Array {
  const data = Float64Array.from(images.data);
  const description = `Simulated ${name}. ${RESEARCH_USE_ONLY}`.slice(0, 79);
  return writeNifti(
    { geometry, data, nTimes: images.shape[0], repetition_s, datatype: 'float32', description },
    { gzip: true },
  );
}

/** The mean liver of each animal, quantified like a voxel. */
function liversTable({ injured, healthy }: ExperimentStudy): string {
  const [first, second] = [injured, healthy].map(({ animal: { name, whole, voxels } }) =>
    regionTable(whole.quantified, [{ name: `liver ${name}`, voxels }], ['malate']),
  );
  return first! + second!.slice(second!.indexOf('\n') + 1);
}

/** The connected regions that were found in each animal. */
function regionsTable({ injured, healthy }: ExperimentStudy): string {
  const header = 'animal,region,nVoxels,volume_mm3,centreR_mm,centreA_mm,centreS_mm,ratio,ratio_se,highest';
  const found = [injured, healthy].flatMap(({ animal, finding }) =>
    finding.regions.map(({ label, nVoxels, volume_mm3, centreRas_mm, mean, meanError, highest }) =>
      [animal.name, label, nVoxels, volume_mm3, ...centreRas_mm, mean, meanError, highest].join(','),
    ),
  );
  return `${[header, ...found].join('\n')}\n`;
}
