// `fumarole map` cold from the command line: read, fit, draw and write a whole study.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, report } from '../../../test/bench.ts';
import { SHARED, sharedJson } from '../../../test/shared.ts';
import { writeFolder } from '../../edge/node/index.ts';
import { makeExampleStudy } from '../../study/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fumarole-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

if (SHARED !== undefined) {
  const rat = 'hp13c/rat_kidneys_epi_exp1_vfa';
  const { flips_pyr_deg, flips_lac_deg } = sharedJson<{ flips_pyr_deg: number[]; flips_lac_deg: number[] }>(
    `reference/${rat}_inputless.json`,
  );
  const images = (name: string): string => join(SHARED!, 'data', rat, 'original', name);
  const study = {
    title: 'Rat kidneys',
    substrate: { name: 'pyruvate', images: images('dynamics_pyruvate') },
    products: [{ name: 'lactate', images: images('dynamics_lactate') }],
    anatomy: images('H1_Images'),
    repetition_s: 2,
    flipAngles_deg: { pyruvate: flips_pyr_deg, lactate: flips_lac_deg },
    fit: {
      model: 'inputless',
      firstTimePoint: 11,
      relaxation_perS: { pyruvate: 1 / 30, lactate: 1 / 25 },
      noise: 'gaussian',
    },
    mask: { sumAbove: 4982 },
  };
  writeFileSync(join(folder, 'rat.json'), JSON.stringify(study));
  command(
    'fumarole map, rat kidneys (limit 3 s, 400 MB)',
    ['bin/fumarole.js', 'map', join(folder, 'rat.json'), '--out', join(folder, 'rat')],
    {
      size: '142 DICOM files, 155 voxels',
    },
  );
}
writeFolder(join(folder, 'example'), makeExampleStudy(1).files);
command(
  'fumarole map, example study',
  ['bin/fumarole.js', 'map', join(folder, 'example'), '--out', join(folder, 'out')],
  {
    size: '604 voxels x 20 time points, Rician',
  },
);
report();
