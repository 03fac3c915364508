// fumarole map STUDY --out DIR: dynamic 13C images to ratio and rate maps, tables and a report.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { ScienceError } from '../../../base/index.ts';
import { checkFolder, createRasterizer, diskFiles, unreadable, writeFolder } from '../../../edge/node/index.ts';
import { mapRoad, mapSettingsSchema, outputOf, parseSettings, type MapResult } from '../../../study/index.ts';
import { FIGURE_WIDTH_px, runContext, told, typed } from '../output.ts';
import { terminalRun } from '../progress.ts';

export function mapCommand(parent: Command): Command {
  return new Command('map')
    .copyInheritedSettings(parent)
    .description('dynamic 13C images of a substrate and its products to ratio and rate maps with errors')
    .argument('<study>', 'study file (YAML or JSON), or a folder that holds study.yaml')
    .option('--out <dir>', 'folder for the results (needed)')
    .option('--json', 'print result.json')
    .addHelpText('after', '\nA study file to begin with: fumarole example DIR writes one, with images to try it on.')
    .action(async (study: string, { out, json }: { out?: string; json?: boolean }, self: Command) => {
      if (!out) return self.error("option '--out <dir>' is needed: a folder for the results", { exitCode: 2 });
      const result = await runMap(study, out, json === true);
      process.stdout.write(json === true ? `${JSON.stringify(result, null, 2)}\n` : summary(result, out));
    });
}

/** Runs a study and writes its folder. Throws with nothing written. */
export async function runMap(study: string, out: string, quiet: boolean): Promise<MapResult> {
  const path = studyFile(study);
  const files = diskFiles(dirname(resolve(path)));
  const name = basename(path);
  const text = new TextDecoder().decode(files.read(name));
  const settings = parseSettings(mapSettingsSchema, text, name);
  const checkOut = (): void => {
    const inputs = files.inputs().map((input) => dirname(resolve(dirname(path), input.path)));
    if (existsSync(out) && inputs.some((folder) => realpathSync(folder) === realpathSync(out)))
      throw new ScienceError('argument', '--out holds the study or its images; choose another folder', { where: out });
    checkFolder(out);
  };
  checkOut();
  const run = terminalRun(quiet);
  const rasterizing = createRasterizer();
  rasterizing.catch(() => undefined); // if reading fails first, that is what is said
  try {
    const outcome = mapRoad(settings, files, run);
    checkOut();
    const rasterize = await rasterizing;
    run.step(0, 1, 'draw');
    const context = runContext(typed(['map', study], { out }), files.inputs());
    const output = outputOf(outcome, context, (svg) => rasterize(svg, FIGURE_WIDTH_px));
    run.step(0, 1, 'write');
    writeFolder(out, output.files);
    return output.result;
  } finally {
    run.end();
  }
}

function studyFile(study: string): string {
  try {
    if (!statSync(study).isDirectory()) return study;
  } catch (cause) {
    throw unreadable(study, cause);
  }
  for (const name of ['study.yaml', 'study.yml', 'study.json'])
    if (existsSync(join(study, name))) return join(study, name);
  const near = readdirSync(study).filter((name) => /\.(ya?ml|json)$/i.test(name));
  const hint =
    near.length > 0
      ? `; name the study file itself (${near.slice(0, 3).join(', ')})`
      : ". 'fumarole example DIR' writes one to begin with";
  throw new ScienceError('format', `the folder holds no study.yaml${hint}`, { where: study });
}

/** What a person at the terminal wants to know. */
export function summary(result: MapResult, out: string): string {
  const lines = [`${result.mask.nVoxels} voxels (${result.mask.rule})`];
  const text = (value: number | null): string =>
    value === null ? 'not known' : value.toPrecision(4).replace(/^-/, '−');
  for (const [product, { nVoxels, nBelowLimit, medianRatio }] of Object.entries(result.detected)) {
    const rate = result.summary[`rate_${product}_perS`]!;
    const error = result.summary[`rate_${product}_perS_se`]!;
    const where =
      nVoxels + nBelowLimit === 0
        ? 'detection limit not known'
        : `detected in ${nVoxels} of ${nVoxels + nBelowLimit} voxels, their median ratio ${text(medianRatio)}`;
    lines.push(
      `${product}: ${where}; median rate ${text(rate.median)} 1/s (median standard error ${text(error.median)})`,
    );
  }
  for (const region of result.regions.slice(1)) {
    const found = Object.keys(result.detected).map((product) => {
      const value = (name: string): string => text(region.values[name] ?? null);
      return `${product} rate ${value(`rate_${product}_perS`)} +- ${value(`rate_${product}_perS_se`)} 1/s`;
    });
    lines.push(`${region.name} (${region.nVoxels} voxels): ${found.join(', ')}`);
  }
  return told(result.title, lines, result.notes, out);
}
