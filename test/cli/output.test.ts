// Where results go: places that cannot be written are said before the work begins; usage errors; what a good run writes.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, dicomStudy, edit, example, inTemp, pathsUnder, writeFiles, type Told } from './command.ts';

const nothing = (): void => undefined;

/** Maps the small DICOM study to `out`, a path in the temp folder, after `prepare`. */
async function mapTo(out: string, prepare: (folder: string) => void) {
  return inTemp(async (folder): Promise<Told & { readonly made: readonly string[] }> => {
    writeFiles(join(folder, 'study'), dicomStudy());
    prepare(folder);
    const before = pathsUnder(folder);
    const told = await command('map', join(folder, 'study'), '--out', join(folder, out));
    return { ...told, made: pathsUnder(folder).filter((path) => !before.includes(path)) };
  });
}

describe('places that cannot be', () => {
  const places: readonly (readonly [name: string, out: string, says: RegExp, prepare: (folder: string) => void])[] = [
    [
      'a file',
      'out',
      /there is a file of this name; choose another/,
      (folder) => writeFileSync(join(folder, 'out'), 'mine'),
    ],
    [
      'a path under a file',
      'a/b/out',
      /part of the path is a file \(a\)/,
      (folder) => writeFileSync(join(folder, 'a'), 'mine'),
    ],
    ['the folder of the study', 'study', /--out holds the study or its images/, nothing],
    ['the folder of the images', 'study/malate', /--out holds the study or its images/, nothing],
    [
      'a link to the folder of the study',
      'link',
      /--out holds the study or its images/,
      (folder) => symlinkSync(join(folder, 'study'), join(folder, 'link')),
    ],
    [
      'a folder where a file of ours is a folder of others',
      'out',
      /voxels\.csv is a folder there/,
      (folder) => mkdirSync(join(folder, 'out/voxels.csv'), { recursive: true }),
    ],
  ];
  it.each(places)('%s is refused with nothing written', async (_name, out, says, prepare) => {
    const { code, err, made } = await mapTo(out, prepare);
    expect(err).toMatch(/^fumarole: [^\n]+\n$/);
    expect(err).toMatch(says);
    expect(code).toBe(1);
    expect(made).toEqual([]);
  });
});

describe('usage', () => {
  const cases: readonly (readonly [argv: readonly string[], says: RegExp])[] = [
    [['mapp'], /unknown command 'mapp' \(Did you mean map\?\); see 'fumarole --help'/],
    [['study.yaml'], /unknown command 'study\.yaml'; see 'fumarole --help'/],
    [['map'], /missing required argument 'study'; see 'fumarole map --help'/],
    [['map', 'a'], /'--out <dir>' is needed/],
    [['map', 'a', '--out', ''], /'--out <dir>' is needed/],
    [['map', 'a', '--out'], /'--out <dir>' argument missing/],
    [['map', 'a', '--ot', 'b'], /unknown option '--ot' \(Did you mean --out\?\)/],
    [['map', 'a', 'b', '--out', 'c'], /too many arguments/],
    [['example'], /missing required argument 'dir'/],
    [['example', 'x', '--seed', 'abc'], /'abc' is invalid\. It is a whole number/],
    [['start', 'extra'], /too many arguments/],
    [['--verbose'], /unknown option '--verbose'/],
  ];
  it.each(cases)('%j ends with 2 and says so on one line', async (argv, says) => {
    const { code, out, err } = await command(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^fumarole: [^\n]+\n$/);
    expect(err).toMatch(says);
  });

  it.each([
    ['--help'],
    ['help'],
    ['help', 'map'],
    ['map', '--help'],
    ['example', '--help'],
    ['start', '--help'],
    ['--version'],
  ])('%j %j is answered on the standard output', async (...argv) => {
    const { code, out, err } = await command(...argv.filter((word) => word !== undefined));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Usage: fumarole|^\d+\.\d+\.\d+\n$/);
  });

  it('example does not write over a study', async () => {
    await inTemp(async (folder) => {
      expect((await command('example', join(folder, 'a'))).code).toBe(0);
      const text = readFileSync(join(folder, 'a/study.yaml'), 'utf8');
      writeFileSync(join(folder, 'a/study.yaml'), 'mine');
      const { code, err } = await command('example', join(folder, 'a'));
      expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/there is a study already/) as string });
      expect(readFileSync(join(folder, 'a/study.yaml'), 'utf8')).toBe('mine');
      expect(text).toBe(example().get('study.yaml'));
    });
  });
});

describe('a good run', () => {
  it('writes what result.json lists and nothing else; a JSON study gives the same; --json prints the result', async () => {
    await inTemp(async (folder) => {
      const files = dicomStudy();
      files.set(
        'study.json',
        JSON.stringify({
          substrate: { name: 'fumarate', images: 'fumarate' },
          products: [{ name: 'malate', images: 'malate' }],
          repetition_s: 2,
          flipAngles_deg: { fumarate: 20, malate: 20 },
          fit: { model: 'inputless', relaxation_perS: { fumarate: 0.03, malate: 0.04 } },
          mask: { sumAbove: 2000 },
        }),
      );
      writeFiles(join(folder, 'study'), files);
      const yaml = await command('map', join(folder, 'study'), '--out', join(folder, 'a'));
      const json = await command('map', join(folder, 'study/study.json'), '--out', join(folder, 'b'), '--json');
      expect([yaml.code, json.code, yaml.err, json.err]).toEqual([0, 0, '', '']);
      expect(yaml.out).toContain('Research use only, not for diagnosis.');
      const written = JSON.parse(readFileSync(join(folder, 'b/result.json'), 'utf8')) as { files: string[] };
      expect(JSON.parse(json.out)).toEqual(written);
      for (const out of ['a', 'b']) expect(pathsUnder(join(folder, out))).toEqual([...written.files].sort());
      const csv = (out: string): string => readFileSync(join(folder, out, 'voxels.csv'), 'utf8');
      expect(csv('a')).toBe(csv('b'));
      expect(existsSync(join(folder, 'study/study.json'))).toBe(true);
    });
  });

  it('a second run replaces the first, removes what it does not make again, and keeps the files of others', async () => {
    await inTemp(async (folder) => {
      const files = dicomStudy();
      writeFiles(join(folder, 'study'), files);
      const out = join(folder, 'out');
      expect((await command('map', join(folder, 'study'), '--out', out)).code).toBe(0);
      writeFileSync(join(out, 'maps/mine.txt'), 'mine');
      edit(files, /malate/g, 'product');
      edit(files, 'images: product', 'images: malate');
      writeFiles(join(folder, 'study'), files);
      expect((await command('map', join(folder, 'study'), '--out', out)).code).toBe(0);
      const paths = pathsUnder(out);
      expect(paths).toContain('maps/ratio_product.nii.gz');
      expect(paths.filter((path) => path.includes('malate'))).toEqual([]);
      expect(readFileSync(join(out, 'maps/mine.txt'), 'utf8')).toBe('mine');
    });
  });
});
