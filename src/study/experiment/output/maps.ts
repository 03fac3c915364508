// Slices of both animals as pictures: the ratio over the anatomy, and the truth.
import { quantile } from '../../../math/index.ts';
import { cropToMap, mapFigure, roundRange, type ColourMapName, type MapPanel } from '../../../plot/index.ts';
import { scatter } from '../../../picture/index.ts';
import type { Volume } from '../../../records/index.ts';
import { sliceOf, sliceView } from '../../map/display.ts';
import type { Judged } from '../findings.ts';
import type { ExperimentStudy } from '../study.ts';

export interface Figure {
  /** File stem under figures/. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

const SLICES = 3;
/** This share of the animal is darker than white. */
const WHITE = 0.985;
const FOUND = 'called injured';

export function mapFigures(study: ExperimentStudy): Figure[] {
  const { injured, healthy, settings } = study;
  const shown = busiest(injured);
  const wide = Array.from(injured.measured.values).filter(Number.isFinite).sort();
  const panelsOf = (one: Judged, what: (judged: Judged) => Float64Array): MapPanel[] =>
    panels(one, scatter(one.animal.geometry, one.animal.voxels, what(one), NaN), shown);
  const rate = `${100 * settings.analysis.falsePositiveRate}%`;
  const nothing = ({ measured }: Judged): Float64Array => new Float64Array(measured.voxels.length).fill(NaN);
  const ratio = drawn(
    'Malate over fumarate: injured animal above, healthy one below',
    [
      ...panelsOf(injured, nothing).map((panel) => ({ ...panel, label: `${panel.label}, anatomy`, regions: [] })),
      ...panelsOf(injured, ({ measured }) => Float64Array.from(measured.values)),
      ...panelsOf(healthy, ({ measured }) => Float64Array.from(measured.values)),
    ],
    'viridis',
    roundRange(0, quantile(Float64Array.from(wide), 0.98), 5),
    'malate / fumarate AUC ratio',
  );
  const truth = drawn(
    'The truth: share of dead cells in the liver of the injured animal',
    panelsOf(injured, severityOf),
    'inferno',
    [0, 1],
    'dead share of the liver tissue',
  );
  return [
    {
      name: 'ratio',
      svg: ratio,
      caption: `Ratio of the areas under the curve in the liver, over the simulated T2-weighted anatomy. Outlined: voxels called injured, at a threshold that ${rate} of healthy voxels pass by chance. Single voxels are noisy, those of the healthy liver too.`,
    },
    {
      name: 'truth',
      svg: truth,
      caption:
        'What the map is held against: the dead share of the liver in the same slices, with the same outlines of what was called injured.',
    },
  ];
}

const severityOf = ({ animal }: Judged): Float64Array =>
  Float64Array.from(animal.voxels, (voxel) => animal.severity.data[voxel]!);

/** The slices with most liver, in order. */
export function busiest({ animal }: Judged): number[] {
  const [nx, ny, nz] = animal.geometry.shape;
  const counts = new Float64Array(nz);
  for (const voxel of animal.voxels) counts[Math.floor(voxel / (nx * ny))]!++;
  return [...counts.keys()]
    .filter((k) => counts[k]! > 0)
    .sort((a, b) => counts[b]! - counts[a]!)
    .slice(0, SLICES)
    .sort((a, b) => a - b);
}

/** A map over the anatomy, with what was called injured outlined. */
export function panels({ animal, finding }: Judged, map: Volume, slices: readonly number[]): MapPanel[] {
  const { name, anatomy } = animal;
  const { geometry } = map;
  const [nx, ny] = geometry.shape;
  const view = sliceView(geometry);
  const [ux, uy] = anatomy.geometry.shape;
  const window = [0, quantile(anatomy.data.filter((value) => value > 0).sort(), WHITE)] as const;
  const found = Uint8Array.from(finding.labels.data, (label) => (label > 0 ? 1 : 0));
  return slices.map((k) => ({
    label: `${name}, slice ${k + 1}`,
    grid: { width: nx, height: ny, data: sliceOf(map.data, geometry.shape, k, view) },
    underlay: {
      width: ux,
      height: uy,
      data: sliceOf(anatomy.data, anatomy.geometry.shape, k, view), // the anatomy has the field of view and the slices of the 13C images
    },
    underlayWindow: window,
    fieldOfView_mm: view.fieldOfView_mm,
    orientation: view.orientation,
    regions: [{ name: FOUND, mask: sliceOf(found, animal.geometry.shape, k, view), colour: '#e69f00' }],
  }));
}

/** Panels of one quantity as a figure, cropped to where it is. */
export function drawn(
  title: string,
  all: readonly MapPanel[],
  colourMap: ColourMapName,
  range: readonly [number, number],
  quantity: string,
  unit?: string,
): string {
  return mapFigure({
    title,
    panels: all,
    colourMap,
    range,
    quantity,
    unit,
    crop: cropToMap(all, 3),
    nColumns: SLICES,
  });
}
