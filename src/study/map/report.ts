// The report of a map study: one page that a person can mail, in the order a reader asks.
import { formatNumber, formatWithError, reportPage, type Block } from '../../plot/index.ts';
import { columnOf } from '../../records/index.ts';
import type { Figure } from './figures.ts';
import { sizeText } from './load.ts';
import type { MapResult } from './result.ts';
import type { MapOutcome } from './road.ts';

export function reportOf(outcome: MapOutcome, result: MapResult, figures: readonly Figure[]): string {
  const picture = ({ svg, caption }: Figure): Block => ({ kind: 'figure', svg, caption });
  const maps = figures.filter((figure) => !/time_courses|spread/.test(figure.name));
  const curves = figures.filter((figure) => figure.name === 'time_courses');
  const spreads = figures.filter((figure) => figure.name.endsWith('_spread'));
  return reportPage({
    title: result.title,
    subtitle: 'Ratio and rate maps from dynamic hyperpolarized 13C images',
    lead: leadOf(outcome, result),
    sections: [
      { heading: 'Maps', blocks: maps.map(picture) },
      { heading: 'Time courses', blocks: curves.map(picture) },
      { heading: 'Numbers', blocks: [regionBlock(outcome), ...spreads.map(picture)] },
      { heading: 'Quality', blocks: qualityBlocks(outcome, result) },
      { heading: 'Notes', blocks: [{ kind: 'notes', items: result.notes }] },
      { heading: 'How it was done', blocks: methodBlocks(outcome, result) },
      { heading: 'Provenance', blocks: provenanceBlocks(result) },
    ],
    footer: `Made by Fumarole ${result.provenance.versions['fumarole'] ?? ''}. Files beside this page: maps/*.nii.gz, voxels.csv, regions.csv, figures, result.json.`,
  });
}

function leadOf({ study, voxels, mask }: MapOutcome, result: MapResult): string {
  const [substrate, ...products] = study.series.map((one) => one.name);
  const found = products.map((name) => {
    const rate = result.summary[`rate_${name}_perS`]!;
    const error = result.summary[`rate_${name}_perS_se`]!;
    const { nVoxels, nBelowLimit, medianRatio } = result.detected[name]!;
    const all = nVoxels + nBelowLimit;
    const seen =
      all === 0
        ? `${name}: the detection limit is not known`
        : `${name} was detected in ${nVoxels} of ${all} voxels, where its median ratio to ${substrate!} is ${formatNumber(medianRatio ?? NaN)}`;
    return `${seen}; the median rate over all voxels is ${formatNumber(rate.median ?? NaN)} 1/s (median standard error ${formatNumber(error.median ?? NaN, 2)} 1/s)`;
  });
  const converged = voxels.ends.filter((end) => end === 'converged').length;
  return `${found.join('; ')}. ${converged} of ${mask.voxels.length} voxel fits converged.`;
}

/** One row per region and product. */
function regionBlock({ study, regions, regionQuantities }: MapOutcome): Block {
  const [substrate, ...products] = study.series.map((one) => one.name);
  const value = (name: string, row: number): number => columnOf(regionQuantities, name).values[row]!;
  return {
    kind: 'table',
    columns: [
      { label: 'region' },
      { label: 'voxels', align: 'right' },
      { label: 'product' },
      { label: `ratio to ${substrate!}`, align: 'right' },
      { label: 'fraction', align: 'right' },
      { label: 'rate', unit: '1/s', align: 'right' },
      { label: '95% interval', unit: '1/s', align: 'right' },
      { label: 'R²', align: 'right' },
    ],
    rows: regions.flatMap(({ name, voxels }, row) =>
      products.map((product) => [
        regionQuantities.ends[row] === 'converged' ? name : `${name} (fit: ${regionQuantities.ends[row]!})`,
        String(voxels.length),
        product,
        value(`detected_${product}`, row) === 0
          ? `< ${formatNumber(value(`ratio_${product}_upper95`, row), 2)}`
          : formatWithError(value(`ratio_${product}`, row), value(`ratio_${product}_se`, row)),
        formatWithError(value(`fraction_${product}`, row), value(`fraction_${product}_se`, row)),
        formatWithError(value(`rate_${product}_perS`, row), value(`rate_${product}_perS_se`, row)),
        `${formatNumber(value(`rate_${product}_perS_low95`, row))} to ${formatNumber(value(`rate_${product}_perS_high95`, row))}`,
        formatNumber(value(`rSquared_${product}`, row), 2),
      ]),
    ),
    caption:
      'Mean signal of each region (mask: all mapped voxels), quantified like a voxel; value ± standard error. Neighbouring voxels share noise where images were smoothed or interpolated, which these errors do not know.',
  };
}

function qualityBlocks({ study }: MapOutcome, result: MapResult): Block[] {
  const quantity = (name: string, label: string): readonly string[] => {
    const { median, low25, high75 } = result.summary[name]!;
    return [label, formatNumber(median ?? NaN), `${formatNumber(low25 ?? NaN)} to ${formatNumber(high75 ?? NaN)}`];
  };
  const all = study.series.map((one) => one.name);
  return [
    {
      kind: 'table',
      columns: [
        { label: 'over the voxels of the mask' },
        { label: 'median', align: 'right' },
        { label: 'middle half', align: 'right' },
      ],
      rows: [
        ...all.map((name) => quantity(`snr_${name}`, `${name}: peak signal / noise`)),
        ...all
          .slice(1)
          .flatMap((name) => [
            quantity(`ratio_${name}_se`, `${name} ratio: standard error, delta method`),
            quantity(`ratio_${name}_bootstrapSe`, `${name} ratio: standard error, bootstrap`),
            quantity(`ratio_${name}_detectionLimit`, `${name} ratio: detection limit`),
            quantity(`rSquared_${name}`, `${name} fit: R²`),
            quantity(`misfit_${name}`, `${name} fit: residual variance / noise variance`),
          ]),
      ],
      caption:
        'A residual variance above 1 means that the model does not describe all of the signal; the errors of the rates grow with it.',
    },
    {
      kind: 'keyValues',
      items: [
        ...result.noise.metabolites.map(({ name, sd, background, nVoxels }) => ({
          key: `noise of ${name}`,
          value:
            sd === null
              ? 'not known'
              : `${formatNumber(sd, 4)}${nVoxels === null ? '' : `, from ${nVoxels} signal-free voxels (${background!})`}`,
        })),
        {
          key: 'fits ended as',
          value: Object.entries(result.fitEnds)
            .map(([end, n]) => `${end} ${n}`)
            .join(', '),
        },
      ],
    },
  ];
}

function methodBlocks({ study, settings, mask, noise }: MapOutcome, result: MapResult): Block[] {
  const degrees = (name: string): string => {
    const flips = settings.flipAngles_deg[name]!;
    return Array.isArray(flips) ? flips.map((flip) => flip.toFixed(1)).join(', ') : String(flips);
  };
  const relaxation = (name: string): string => {
    const r1 = settings.fit.relaxation_perS[name]!;
    return typeof r1 === 'number'
      ? `${formatNumber(r1, 4)} 1/s (T1 ${formatNumber(1 / r1)} s, fixed)`
      : `fitted between ${r1.fit[0]} and ${r1.fit[1]} 1/s`;
  };
  const model =
    settings.fit.model === 'inputless'
      ? 'inputless: the measured substrate drives the product; exact propagation between excitations with flip-angle losses; global least-squares optimum (variable projection), errors with the substrate noise and the misfit'
      : `with input: a ${settings.fit.bolus ?? 'box'} bolus feeds the substrate; exact propagation between excitations with flip-angle losses; weighted least squares from many starts`;
  return [
    {
      kind: 'keyValues',
      items: [
        {
          key: 'grid',
          value: `${study.geometry.shape.join(' x ')} voxels of ${sizeText(study.geometry)}, ${result.grid.nTimePoints} time points, ${settings.repetition_s} s apart`,
        },
        { key: 'mask', value: `${mask.voxels.length} voxels: ${mask.rule}` },
        { key: 'model', value: model },
        { key: 'noise model', value: settings.fit.noise ?? 'gaussian (not given)' },
        { key: 'noise estimate', value: noise.method },
        { key: 'first fitted time point', value: String(settings.fit.firstTimePoint) },
        ...study.series.map(({ name }) => ({ key: `relaxation of ${name}`, value: relaxation(name) })),
        ...study.series.map(({ name }) => ({ key: `flip angles of ${name} (degrees)`, value: degrees(name) })),
        {
          key: 'AUC',
          value: 'sum over all frames; ratio = sum of product / sum of substrate, not corrected for flip angles',
        },
        {
          key: 'detection limit',
          value:
            '3.29 standard deviations of the product’s area, background taken off; below it the ratio is given as a 95% upper bound',
        },
      ],
    },
    { kind: 'notes', items: result.sources.map(({ citation }) => citation) },
  ];
}

/** Inputs by folder, so that a series of a hundred files is one row; every single file stands in result.json. */
function provenanceBlocks({ provenance }: MapResult): Block[] {
  const folders = new Map<string, { count: number; bytes: number; digest: string }>();
  for (const { path, bytes, sha256 } of provenance.inputs) {
    const slash = path.lastIndexOf('/');
    const sameFolder = provenance.inputs.filter(
      (other) => other.path.slice(0, other.path.lastIndexOf('/')) === path.slice(0, slash),
    ).length;
    const key = slash > 0 && sameFolder > 8 ? `${path.slice(0, slash)}/` : path;
    const row = folders.get(key) ?? { count: 0, bytes: 0, digest: sha256 };
    folders.set(key, { count: row.count + 1, bytes: row.bytes + bytes, digest: row.digest });
  }
  return [
    { kind: 'text', text: 'The same again:' },
    { kind: 'code', text: provenance.command },
    {
      kind: 'table',
      columns: [
        { label: 'input' },
        { label: 'files', align: 'right' },
        { label: 'kB', align: 'right' },
        { label: 'SHA-256' },
      ],
      rows: [...folders].map(([path, { count, bytes, digest }]) => [
        path,
        String(count),
        (bytes / 1000).toFixed(1),
        count === 1 ? digest.slice(0, 16) : 'in result.json',
      ]),
      caption: 'Digests are shortened to 16 digits here and whole in result.json.',
    },
    {
      kind: 'keyValues',
      items: [
        { key: 'made', value: provenance.created },
        {
          key: 'versions',
          value: Object.entries(provenance.versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(', '),
        },
        { key: 'seed', value: String(provenance.seed) },
      ],
    },
  ];
}
