// Everything that `fumarole reconstruct` writes, by path.
import { writeNifti, writeNpy, type NiftiType } from '../../formats/index.ts';
import { RESEARCH_USE_ONLY } from '../../plot/index.ts';
import type { RunContext } from '../run-context.ts';
import { reconstructFigures } from './figures.ts';
import { reconstructReport } from './report.ts';
import { reconstructResult, type ReconstructResult } from './result.ts';
import type { ReconstructStudy } from './road.ts';

export interface ReconstructOutput {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly result: ReconstructResult;
}

export function reconstructOutput(
  study: ReconstructStudy,
  context: RunContext,
  rasterize?: (svg: string) => Uint8Array,
): ReconstructOutput {
  const files = new Map<string, Uint8Array | string>();
  const { series } = study.reconstruction;
  const names = fileNames(series.map(({ name }) => name));
  const written = series.map(({ images, geometry, noiseSd }, n) => {
    const paths: string[] = [];
    const put = (kind: string, data: Float64Array, datatype: NiftiType, nTimes: number): void => {
      const path = `images/${names[n]!}_${kind}.nii.gz`;
      const repetition = study.frame_s === undefined ? {} : { repetition_s: study.frame_s };
      const description = `${RESEARCH_USE_ONLY} ${kind}`.slice(0, 79);
      files.set(path, writeNifti({ geometry, data, nTimes, datatype, description, ...repetition }, { gzip: true }));
      paths.push(path);
    };
    const complex = Float64Array.from(images.data);
    const phase = Float64Array.from({ length: complex.length / 2 }, (_, i) => Math.atan2(complex[2 * i + 1]!, complex[2 * i]!)); // prettier-ignore
    put('magnitude', Float64Array.from(study.magnitudes[n]!.images.data), 'float32', images.shape[0]);
    put('real', Float64Array.from(study.reals[n]!.images.data), 'float32', images.shape[0]);
    put('phase', phase, 'float32', images.shape[0]);
    put('complex', complex, 'complex64', images.shape[0]);
    if (noiseSd.some(Number.isFinite)) put('noise', noiseSd, 'float32', 1);
    return paths;
  });
  const { spectra, field_Hz } = study.reconstruction;
  if (spectra !== undefined) {
    const { nFrames, nz, ny, nx, nFrequencies } = spectra.shape;
    files.set('spectra.npy', writeNpy([nFrames, nz, ny, nx, nFrequencies], spectra.data));
  }
  if (field_Hz !== undefined && series[0]!.geometry.shape.reduce((a, b) => a * b, 1) === field_Hz.length) {
    files.set('images/field_Hz.nii.gz', writeNifti({ geometry: series[0]!.geometry, data: field_Hz, nTimes: 1, datatype: 'float32', description: `${RESEARCH_USE_ONLY} field in Hz`.slice(0, 79) }, { gzip: true })); // prettier-ignore
  }
  const figures = reconstructFigures(study);
  for (const { name, svg } of figures) {
    files.set(`figures/${name}.svg`, svg);
    if (rasterize !== undefined) files.set(`figures/${name}.png`, rasterize(svg));
  }
  const all = [...files.keys(), 'report.html', 'result.json'].sort();
  const result = reconstructResult(study, context, all, (n) => written[n]!);
  files.set('report.html', reconstructReport(result, figures));
  files.set('result.json', `${JSON.stringify(result, null, 2)}\n`);
  return { files, result };
}

/** Names fit for files, each once. */
function fileNames(names: readonly string[]): string[] {
  const plain = names.map(
    (name) =>
      name
        .replace(/[^\w-]+/g, '_')
        .replace(/^_+|_+$/g, '')
        .slice(0, 60) || 'images',
  );
  return plain.map((name, n) => (plain.filter((one) => one === name).length > 1 ? `${name}_${n + 1}` : name));
}
