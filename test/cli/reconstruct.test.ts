// Raw data through the command line: what is written, and bad input in one line with nothing written.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNifti, writeMrd } from '../../src/formats/index.ts';
import { makeNpy } from '../../src/formats/samples/npy.ts';
import { reconstructResultSchema } from '../../src/study/reconstruct/index.ts';
import { phantomScan } from '../scans/phantom.ts';
import { command, inTemp, pathsUnder, writeFiles, type Files } from './command.ts';

const MRD = writeMrd(phantomScan({ nx: 24, ny: 20, nCoils: 3, nFrames: 4, noise: 0.2, nNoiseReadouts: 20 }));
const GRID = Array.from({ length: 128 }, (_, n) => Math.sin(n));
const npy = makeNpy({ descr: '<c16', shape: [8, 8], data: GRID });

it('an MRD file becomes images, figures, a report and a result that fits its schema', async () => {
  await inTemp(async (folder) => {
    writeFiles(folder, new Map([['scan.h5', MRD]]));
    const out = join(folder, 'out');
    const told = await command('reconstruct', join(folder, 'scan.h5'), '--out', out);
    expect([told.code, told.err]).toEqual([0, '']);
    const result = reconstructResultSchema.parse(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')));
    expect(result.files).toEqual(pathsUnder(out));
    expect(result.images[0]!.shape).toEqual([24, 20, 1, 4]);
    expect(result.noise.source).toBe('readouts');
    const path = result.images[0]!.files.find((file) => file.includes('magnitude'))!;
    const images = readNifti(new Uint8Array(readFileSync(join(out, path))), path, 'phantom');
    expect(images.images.shape).toEqual([4, 1, 20, 24]);
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    expect(report).toContain('Coil maps');
    expect(report).toContain('mean of 4 frames');
    expect(report).toMatch(/The object: the \d+ voxels in which the mean of \S+ over the frames stands above 5/);
    expect(result.summary[0]).toMatch(/^80 readouts \(and 20 of noise or calibration\) of 3 channels/);
    // The real part holds the signal of the magnitude, and no floor.
    const of = (kind: string): Float64Array => {
      const file = result.images[0]!.files.find((one) => one.includes(kind))!;
      return Float64Array.from(readNifti(new Uint8Array(readFileSync(join(out, file))), file, kind).images.data);
    };
    const [real, magnitude] = [of('_real'), of('_magnitude')];
    real.forEach((value, i) => expect(value).toBeLessThanOrEqual(magnitude[i]! * (1 + 1e-6)));
    const outside = real.filter((_, i) => i % 24 === 0);
    expect(Math.abs(outside.reduce((a, b) => a + b) / outside.length)).toBeLessThan(3 * result.images[0]!.noiseSd!);
  });
});

it('an array needs its axes, and then gives images', async () => {
  await inTemp(async (folder) => {
    writeFiles(folder, new Map<string, Uint8Array | string>([['k.npy', npy], ['s.yaml', 'axes: [kx, ky]\nfov_mm: [40, 40, 5]\nnucleus: 13C\n']])); // prettier-ignore
    const told = await command('reconstruct', join(folder, 'k.npy'), '--settings', join(folder, 's.yaml'), '--json');
    expect(told.code).toBe(0);
    const result = reconstructResultSchema.parse(JSON.parse(told.out));
    expect(result.images[0]!.voxel_mm.map((mm) => Number(mm.toFixed(6)))).toEqual([5, 5, 5]);
    expect(result.scan.nucleus).toBe('13C');
  });
});

const changed = (text: string, to: string): Uint8Array => {
  const wanted = new TextEncoder().encode(text);
  const at = MRD.findIndex((_, start) => wanted.every((byte, n) => MRD[start + n] === byte));
  expect(at).toBeGreaterThan(0);
  const copy = MRD.slice();
  copy.set(new TextEncoder().encode(to.padEnd(text.length)), at);
  return copy;
};
const withSettings = (settings: string, raw: Uint8Array = npy): Files => new Map<string, Uint8Array | string>([['raw', raw], ['s.yaml', settings]]); // prettier-ignore
const alone = (raw: Uint8Array | string): Files => new Map([['raw', raw]]);

it.each<readonly [string, RegExp, Files]>([
  ['empty', /the file is empty; copy it again \(at raw\)/, alone('')],
  ['text', /neither MRD \(HDF5\) nor \.npy/, alone('hello')],
  ['cut short', /it is cut short, copy it again \(at raw, byte 40\)/, alone(MRD.slice(0, 5000))],
  ['only a signature', /the data ends after 8 bytes/, alone(MRD.slice(0, 8))],
  ['a broken heap', /expected the HDF5 block 'GCOL'/, alone(changed('GCOL', 'GCOX'))],
  ['a broken index', /expected the HDF5 block 'TREE'/, alone(changed('TREE', 'TREX'))],
  ['a broken group', /expected the HDF5 block 'SNOD'/, alone(changed('SNOD', 'SNOX'))],
  [
    'another record',
    /lacks 'idx\.kspace_encode_step_1'/,
    alone(changed('kspace_encode_step_1', 'kspace_encode_step_9')),
  ],
  ['no matrix', /matrixSize\/x is 0; expected 1 to 65535/, alone(changed('<x>24</x>', '<x>00</x>'))],
  ['a matrix too small', /line 0, partition 0 lies outside/, alone(changed('<y>20</y>', '<y>18</y>'))],
  ['a field of view of 0', /fieldOfView_mm\/x is 0/, alone(changed('_mm><x>24', '_mm><x>00'))],
  ['another trajectory', /did you mean 'cartesian'/, alone(changed('cartesian', 'cartesiam'))],
  ['a spiral without trajectory', /needs a trajectory in every readout/, alone(changed('cartesian</', 'spiral   </'))],
  ['an XML header that is not closed', /closes nothing/, alone(changed('</encoding>', '</encodinG>'))],
  ['a centre outside', /lies outside the encoded/, alone(changed('<center>10', '<center>90'))],
  ['an array without settings', /an array needs settings that name its axes/, alone(npy)],
  ['a real array', /the array is real/, withSettings('axes: [kx, ky]', makeNpy({ descr: '<f8', shape: [8, 8], data: GRID.slice(0, 64) }))], // prettier-ignore
  ['an array of zeros', /nothing but zeros/, withSettings('axes: [kx, ky]', makeNpy({ descr: '<c16', shape: [8, 8], data: GRID.map(() => 0) }))], // prettier-ignore
  ['an array with NaN', /value 1 is NaN/, withSettings('axes: [kx, ky]', makeNpy({ descr: '<c16', shape: [8, 8], data: GRID.map((x, n) => (n === 1 ? NaN : x)) }))], // prettier-ignore
  ['too many axes', /axes \[kx, ky, kz\] for an array of shape \[8, 8\]/, withSettings('axes: [kx, ky, kz]')],
  ['an axis twice', /name each axis once/, withSettings('axes: [kx, kx]')],
  ['an unknown axis', /is 'kq'; .*did you mean 'kx'/, withSettings('axes: [kx, kq]')],
  ['an unknown key', /unknown key 'axis'; did you mean 'axes'/, withSettings('axis: [kx, ky]')],
  ['a field of view of 0 in settings', /fov_mm\[1\]: is 0/, withSettings('axes: [kx, ky]\nfov_mm: [10, 0, 1]')],
  ['no nucleus', /expected a nucleus such as '13C'/, withSettings('axes: [kx, ky]\nnucleus: carbon')],
  ['an unknown method', /did you mean 'sense'/, withSettings('axes: [kx, ky]\nmethod: sence')],
  ['too many names', /names holds 2 entries, but the scan has 1/, withSettings('axes: [kx, ky]\nnames: [a, b]')],
  ['another encoding', /encoding: 2, but the file has 1/, withSettings('encoding: 2', MRD)],
  ['axes for MRD', /axes are for arrays/, withSettings('axes: [kx, ky]', MRD)],
  [
    'a threshold below 0',
    /lowRank\.rankThreshold: is -1/,
    withSettings('axes: [kx, ky]\nlowRank: {rankThreshold: -1}'),
  ],
  ['YAML that is none', /not valid YAML/, withSettings('axes: [kx')],
])('%s is refused in one line, and nothing is written', async (_name, says, files) => {
  await inTemp(async (folder) => {
    writeFiles(folder, files);
    const out = join(folder, 'out');
    const settings = files.has('s.yaml') ? ['--settings', join(folder, 's.yaml')] : [];
    const told = await command('reconstruct', join(folder, 'raw'), ...settings, '--out', out);
    expect(told.err).toMatch(says);
    expect([told.code, told.err.trimEnd().split('\n').length, existsSync(out)]).toEqual([1, 1, false]);
  });
});
