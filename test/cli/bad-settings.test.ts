// Mistakes in a study file, through the command line: one line with the line number and the nearest known key, exit code 1, nothing written.
import { describe, it } from 'vitest';
import { edit, example, expectRefused, type Files } from './command.ts';

type Case = readonly [name: string, from: string | RegExp, to: string, says: RegExp];

const refuses = (cases: readonly Case[]): void => {
  it.each(cases)('%s', async (_name, from, to, says) => {
    const files = example();
    edit(files, from, to);
    await expectRefused(files, says);
  });
};

describe('unknown keys name the nearest known one and the line', () => {
  refuses([
    ['at the top', 'repetition_s', 'repetitions_s', /did you mean 'repetition_s'\?.*line 7/],
    ['in an image source', 'images: fumarate', 'image: fumarate', /did you mean 'images'\?.*line 3/],
    ['in a product', 'images: malate', 'imags: malate', /did you mean 'images'\?.*line 5/],
    ['in fit', 'firstTimePoint', 'firstTimepoint', /did you mean 'firstTimePoint'\?.*line 11/],
    [
      'in the relaxation of a metabolite',
      'malate: 0.04',
      'malate: { fits: [0.01, 0.1] }',
      /or \{ fit: \[low, high\] \}.*line 12/,
    ],
    ['in mask', 'snrAbove', 'snrabove', /did you mean 'snrAbove'\?.*line 14/],
    ['a metabolite in flipAngles_deg', 'malate: 35', 'maleate: 35', /did you mean 'malate'\?.*line 8/],
    ['a metabolite in relaxation_perS', 'malate: 0.04', 'malat: 0.04', /did you mean 'malate'\?.*line 12/],
    ['a metabolite in mask.of', 'snrAbove: 6', 'snrAbove: 6, of: fumrate', /did you mean 'fumarate'\?.*line 14/],
    [
      'a metabolite in noiseSd',
      'noise: rician',
      'noiseSd: { fumarate: 1, malat: 1 }',
      /did you mean 'malate'\?.*line 13/,
    ],
    [
      'nothing alike',
      'repetition_s: 3',
      'repetition_s: 3\nzzzzzz: 1',
      /unknown key 'zzzzzz'.*Known here: title, .*line 8/,
    ],
  ]);
});

describe('wrong values say what was expected', () => {
  refuses([
    [
      'negative repetition time',
      'repetition_s: 3',
      'repetition_s: -3',
      /repetition_s: is -3; expected more than 0.*line 7/,
    ],
    [
      'repetition time of zero',
      'repetition_s: 3',
      'repetition_s: 0',
      /repetition_s: is 0; expected more than 0.*line 7/,
    ],
    [
      'repetition time as a word',
      'repetition_s: 3',
      'repetition_s: three',
      /repetition_s: is 'three'; expected a number.*line 7/,
    ],
    [
      'repetition time that is not finite',
      'repetition_s: 3',
      'repetition_s: .inf',
      /repetition_s: is Infinity; expected a finite number.*line 7/,
    ],
    ['repetition time missing', 'repetition_s: 3', '', /repetition_s: is missing; expected a number/],
    ['flip angles missing', /flipAngles_deg.*/, '', /flipAngles_deg: is missing; expected keys and values/],
    [
      'flip angle as a word',
      'malate: 35',
      'malate: big',
      /flipAngles_deg\.malate: expected a number of degrees, or a.*line 8/,
    ],
    [
      'flip angle not a number',
      'malate: 35',
      'malate: .nan',
      /flipAngles_deg\.malate: expected a number of degrees, or a.*line 8/,
    ],
    [
      'flip angle of a metabolite missing',
      ', malate: 35',
      '',
      /flipAngles_deg: the value of malate is missing.*line 8/,
    ],
    [
      'flip angle list that holds a word',
      'malate: 35',
      'malate: [35, x]',
      /flipAngles_deg\.malate: expected a number of degrees, or a.*line 8/,
    ],
    [
      'relaxation of a metabolite missing',
      ', malate: 0.04',
      '',
      /fit\.relaxation_perS: the value of malate is missing.*line 12/,
    ],
    [
      'negative relaxation',
      'malate: 0.04',
      'malate: -0.04',
      /fit\.relaxation_perS\.malate: is -0\.04; expected more than 0.*line 12/,
    ],
    [
      'relaxation to fit, high before low',
      'malate: 0.04',
      'malate: { fit: [0.1, 0.01] }',
      /fit\.relaxation_perS\.malate\.fit: expected \[low, high\] with low.*line 12/,
    ],
    [
      'relaxation to fit, one number',
      'malate: 0.04',
      'malate: { fit: [0.1] }',
      /fit\.relaxation_perS\.malate: expected a positive rate in 1\/s,.*line 12/,
    ],
    [
      'two metabolites of one name',
      'name: malate',
      'name: fumarate',
      /products: two metabolites are called fumarate.*line 5/,
    ],
    [
      'a name with a slash',
      'name: malate',
      'name: a/malate',
      /products\[0\]\.name: a name is letters, digits and hyphens,.*line 5/,
    ],
    [
      'a name that leaves the folder',
      'name: malate',
      'name: ../malate',
      /products\[0\]\.name: a name is letters, digits and hyphens,.*line 5/,
    ],
    [
      'an unknown model',
      'model: inputless',
      'model: inputles',
      /fit\.model: is 'inputles'; expected inputless or with-input;.*line 10/,
    ],
    [
      'an unknown noise',
      'noise: rician',
      'noise: ricean',
      /fit\.noise: is 'ricean'; expected gaussian or rician; did you.*line 13/,
    ],
    [
      'a time point of zero',
      'firstTimePoint: 1',
      'firstTimePoint: 0',
      /fit\.firstTimePoint: is 0; expected at least 1.*line 11/,
    ],
    [
      'a broken time point',
      'firstTimePoint: 1',
      'firstTimePoint: 1.5',
      /fit\.firstTimePoint: is 1\.5; expected a whole number.*line 11/,
    ],
    ['no images', ', images: malate.nii.gz', '', /products\[0\]: give one of images, npy, mat \(got none\).*line 5/],
    [
      'images and npy',
      'images: malate.nii.gz',
      'images: malate.nii.gz, npy: x.npy',
      /products\[0\]: give one of images, npy, mat \(got images and npy\).*line 5/,
    ],
    [
      'npy without axes',
      'images: malate.nii.gz',
      'npy: malate.npy, voxelSize_mm: [1, 1, 1]',
      /products\[0\]: an array file needs axes, because it does not.*line 5/,
    ],
    [
      'npy with an unknown axis',
      'images: malate.nii.gz',
      'npy: malate.npy, axes: [y, x, z, time], voxelSize_mm: [1, 1, 1]',
      /products\[0\]\.axes\[2\]: is 'z'; expected x or y or slice or.*line 5/,
    ],
    [
      'npy with two voxel sizes',
      'images: malate.nii.gz',
      'npy: malate.npy, axes: [y, x, slice, time], voxelSize_mm: [1, 1]',
      /products\[0\]\.voxelSize_mm: holds 2 entries; expected at least 3.*line 5/,
    ],
    [
      'mat without variable',
      'images: malate.nii.gz',
      'mat: m.mat, axes: [y, x, slice, time], voxelSize_mm: [1, 1, 1]',
      /products\[0\]: a \.mat file needs variable.*line 5/,
    ],
    [
      'two mask rules',
      'snrAbove: 6',
      'snrAbove: 6, sumAbove: 1',
      /mask: give one of sumAbove, snrAbove, file.*line 14/,
    ],
    ['no mask rule', '{ snrAbove: 6 }', '{ }', /mask: give one of sumAbove, snrAbove, file.*line 14/],
    ['no product', /products:\n.*\n/, 'products: []\n', /products: holds 0 entries; expected at least 1.*line 4/],
    [
      'product not a list',
      /products:\n {2}- (.*)\n/,
      'products: $1\n',
      /products: is keys and values; expected a list.*line 4/,
    ],
    [
      'a region called mask',
      'regions: { injuredLiver',
      'regions: { mask',
      /regions\.mask: 'mask' is the name of the whole; choose another.*line 15/,
    ],
    [
      'a region name with a slash',
      'regions: { injuredLiver',
      'regions: { a/b',
      /regions\.a\/b: a name is letters, digits and hyphens, beginning.*line 15/,
    ],
    ['a negative seed', 'anatomy:', 'seed: -1\nanatomy:', /seed: is -1; expected at least 0.*line 6/],
    [
      'a bolus with the inputless model',
      'model: inputless',
      'bolus: box\n  model: inputless',
      /fit\.bolus: it goes with fit\.model: with-input; the inputless.*line 10/,
    ],
    ['fit is missing', /fit:\n( {2}.*\n)+/, '', /fit: is missing; expected keys and values/],
  ]);
});

describe('text that is no study file', () => {
  const whole: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    [
      'a syntax error',
      'title: [a, b\nsubstrate: {',
      /not valid YAML or JSON: Flow sequence in block collection.*line 2/,
    ],
    [
      'a tab as indentation',
      'fit:\n\tmodel: inputless',
      /not valid YAML or JSON: Tabs are not allowed as indentation.*line 2/,
    ],
    ['a key given twice', 'title: a\ntitle: b\n', /not valid YAML or JSON: Map keys must be unique.*line 2/],
    ['an empty file', '', /expected keys and values, such as "title: \.\.\."/],
    ['only a word', 'hello', /expected keys and values, such as "title: \.\.\."/],
    ['a list', '- a\n- b\n', /expected keys and values, such as "title: \.\.\."/],
    [
      'two documents',
      'title: a\n---\ntitle: b\n',
      /not valid YAML or JSON: '---' begins a second document; keep.*line 2/,
    ],
    [
      'an alias bomb',
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n',
      /a YAML alias \(\*\) cannot be resolved: Excessive alias count/,
    ],
    ['an unknown alias', 'a: *b\n', /a YAML alias \(\*\) cannot be resolved: Unresolved alias \(the/],
    [
      'bytes that are no text',
      Uint8Array.from({ length: 400 }, (_, n) => (n * 151 + 128) % 256),
      /this is no text; expected a study file in YAML or JSON/,
    ],
    ['an image', example().get('fumarate.nii.gz')!, /this is no text; expected a study file in YAML or JSON/],
    ['broken JSON', '{ "title": "a", ', /not valid YAML or JSON: Flow map must end with a \}.*line 1/],
    ['an unknown tag', 'title: !!js/function x\n', /substrate: is missing; expected keys and values/],
    [
      'a prototype key',
      '__proto__: { a: 1 }\ntitle: x\n',
      /unknown key '__proto__'; did you mean 'products'\? Known here:.*line 1/,
    ],
  ];
  it.each(whole)('%s', async (_name, text, says) => {
    await expectRefused(new Map([['study.yaml', text]]), says);
  });
});

describe('study file and folder', () => {
  const files = (): Files => {
    const all = example();
    all.set('other.yml', all.get('study.yaml')!);
    all.delete('study.yaml');
    return all;
  };
  it('a study file that is not there is named', () =>
    expectRefused(example(), /there is no such file/, 'study/nope.yaml'));
  it('a folder without a study names the files that may be one', () => expectRefused(files(), /other\.yml/));
  it('a folder that is not there is named', () => expectRefused(example(), /no such file or folder.*nope/, 'nope'));
  it('a path under a file is named', () =>
    expectRefused(example(), /part of the path is a file/, 'study/study.yaml/x'));
});
