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
    ['at the top', 'repetition_s', 'repetitions_s', /repetition_s/],
    ['in an image source', 'images: fumarate', 'image: fumarate', /images/],
    ['in a product', 'images: malate', 'imags: malate', /images/],
    ['in fit', 'firstTimePoint', 'firstTimepoint', /firstTimePoint/],
    ['in the relaxation of a metabolite', 'malate: 0.04', 'malate: { fits: [0.01, 0.1] }', /fit/],
    ['in mask', 'snrAbove', 'snrabove', /snrAbove/],
    ['a metabolite in flipAngles_deg', 'malate: 35', 'maleate: 35', /malate/],
    ['a metabolite in relaxation_perS', 'malate: 0.04', 'malat: 0.04', /malate/],
    ['a metabolite in mask.of', 'snrAbove: 6', 'snrAbove: 6, of: fumrate', /fumarate/],
    ['a metabolite in noiseSd', 'noise: rician', 'noiseSd: { fumarate: 1, malat: 1 }', /malate/],
    ['nothing alike', 'repetition_s: 3', 'repetition_s: 3\nzzzzzz: 1', /zzzzzz/],
  ]);
});

describe('wrong values say what was expected', () => {
  refuses([
    ['negative repetition time', 'repetition_s: 3', 'repetition_s: -3', /./],
    ['repetition time of zero', 'repetition_s: 3', 'repetition_s: 0', /./],
    ['repetition time as a word', 'repetition_s: 3', 'repetition_s: three', /./],
    ['repetition time that is not finite', 'repetition_s: 3', 'repetition_s: .inf', /./],
    ['repetition time missing', 'repetition_s: 3', '', /./],
    ['flip angles missing', /flipAngles_deg.*/, '', /./],
    ['flip angle as a word', 'malate: 35', 'malate: big', /./],
    ['flip angle not a number', 'malate: 35', 'malate: .nan', /./],
    ['flip angle of a metabolite missing', ', malate: 35', '', /./],
    ['flip angle list that holds a word', 'malate: 35', 'malate: [35, x]', /./],
    ['relaxation of a metabolite missing', ', malate: 0.04', '', /./],
    ['negative relaxation', 'malate: 0.04', 'malate: -0.04', /./],
    ['relaxation to fit, high before low', 'malate: 0.04', 'malate: { fit: [0.1, 0.01] }', /./],
    ['relaxation to fit, one number', 'malate: 0.04', 'malate: { fit: [0.1] }', /./],
    ['two metabolites of one name', 'name: malate', 'name: fumarate', /./],
    ['a name with a slash', 'name: malate', 'name: a/malate', /./],
    ['a name that leaves the folder', 'name: malate', 'name: ../malate', /./],
    ['an unknown model', 'model: inputless', 'model: inputles', /./],
    ['an unknown noise', 'noise: rician', 'noise: ricean', /./],
    ['a time point of zero', 'firstTimePoint: 1', 'firstTimePoint: 0', /./],
    ['a broken time point', 'firstTimePoint: 1', 'firstTimePoint: 1.5', /./],
    ['no images', ', images: malate.nii.gz', '', /./],
    ['images and npy', 'images: malate.nii.gz', 'images: malate.nii.gz, npy: x.npy', /./],
    ['npy without axes', 'images: malate.nii.gz', 'npy: malate.npy, voxelSize_mm: [1, 1, 1]', /./],
    ['npy with an unknown axis', 'images: malate.nii.gz', 'npy: malate.npy, axes: [y, x, z, time], voxelSize_mm: [1, 1, 1]', /./],
    ['npy with two voxel sizes', 'images: malate.nii.gz', 'npy: malate.npy, axes: [y, x, slice, time], voxelSize_mm: [1, 1]', /./],
    ['mat without variable', 'images: malate.nii.gz', 'mat: m.mat, axes: [y, x, slice, time], voxelSize_mm: [1, 1, 1]', /./],
    ['two mask rules', 'snrAbove: 6', 'snrAbove: 6, sumAbove: 1', /./],
    ['no mask rule', '{ snrAbove: 6 }', '{ }', /./],
    ['no product', /products:\n.*\n/, 'products: []\n', /./],
    ['product not a list', /products:\n {2}- (.*)\n/, 'products: $1\n', /./],
    ['a region called mask', 'regions: { injuredLiver', 'regions: { mask', /./],
    ['a region name with a slash', 'regions: { injuredLiver', 'regions: { a/b', /./],
    ['a negative seed', 'anatomy:', 'seed: -1\nanatomy:', /./],
    ['a bolus with the inputless model', 'model: inputless', 'bolus: box\n  model: inputless', /./],
    ['fit is missing', /fit:\n( {2}.*\n)+/, '', /./],
  ]);
});

describe('text that is no study file', () => {
  const whole: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['a syntax error', 'title: [a, b\nsubstrate: {', /./],
    ['a tab as indentation', 'fit:\n\tmodel: inputless', /./],
    ['a key given twice', 'title: a\ntitle: b\n', /./],
    ['an empty file', '', /./],
    ['only a word', 'hello', /./],
    ['a list', '- a\n- b\n', /./],
    ['two documents', 'title: a\n---\ntitle: b\n', /./],
    ['an alias bomb', 'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n', /./],
    ['an unknown alias', 'a: *b\n', /./],
    ['bytes that are no text', Uint8Array.from({ length: 400 }, (_, n) => (n * 151 + 128) % 256), /./],
    ['an image', example().get('fumarate.nii.gz')!, /./],
    ['broken JSON', '{ "title": "a", ', /./],
    ['an unknown tag', 'title: !!js/function x\n', /./],
    ['a prototype key', '__proto__: { a: 1 }\ntitle: x\n', /./],
  ];
  it.each(whole)('%s', async (_name, text, says) => {
    await expectRefused(new Map([['study.yaml', text]]) as Files, says);
  });
});

describe('study file and folder', () => {
  const files = (): Files => {
    const all = example();
    all.set('other.yml', all.get('study.yaml')!);
    all.delete('study.yaml');
    return all;
  };
  it('a study file that is not there is named', () => expectRefused(example(), /there is no such file/, 'study/nope.yaml'));
  it('a folder without a study names the files that may be one', () => expectRefused(files(), /other\.yml/));
  it('a folder that is not there is named', () => expectRefused(example(), /no such file or folder.*nope/, 'nope'));
  it('a path under a file is named', () => expectRefused(example(), /part of the path is a file/, 'study/study.yaml/x'));
});
