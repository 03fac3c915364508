// Files of libismrmrd and h5py, and what those programs say to ours.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SHARED, sharedFile } from '../../../test/shared.ts';
import { readMrd, readNpy, writeMrd } from '../index.ts';
import { makeRawScan } from '../samples/mrd.ts';

const reference = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../test/reference/mrd/${name}.h5`, import.meta.url)));

it.each(['packed', 'plain'])('%s.h5 of h5py holds what its ORIGIN.md says', (name) => {
  const scan = readMrd(reference(name), name, name);
  expect(scan.readouts).toHaveLength(6);
  scan.readouts.forEach(({ samples, counters, reversed }, a) => {
    expect([...samples]).toEqual(Array.from({ length: 20 }, (_, n) => n + 100 * a));
    expect([counters.line, reversed]).toEqual([a, a % 2 === 1]);
  });
});

it('the newest layout of HDF5 is refused with the way out', () => {
  expect(() => readMrd(reference('latest'), 'latest.h5', '')).toThrow(/write it with libver='earliest' \(at latest.h5/);
});

it.skipIf(SHARED === undefined)('the MRD of the lactate k-space holds the samples of its .npy', () => {
  const folder = 'data/hp13c/raw_kspace_bssfp_3d/kspace_lactate_prospective';
  const { data, shape } = readNpy(sharedFile(`${folder}.npy`), 'npy');
  const [nx, ny, nz, nt] = shape as [number, number, number, number];
  const scan = readMrd(sharedFile(`${folder}.mrd.h5`), 'mrd', 'lactate');
  expect([nx, ny, nz, scan.readouts.length]).toEqual([...scan.encodings[0]!.encodedMatrix, 1567]);
  for (const { samples, counters } of scan.readouts) {
    for (let x = 0; x < nx; x++) {
      const at = 2 * (((x * ny + counters.line) * nz + counters.partition) * nt + counters.frame);
      if (samples[2 * x] !== data[at] || samples[2 * x + 1] !== data[at + 1]) expect(samples[2 * x]).toBe(data[at]);
    }
  }
});

const TOOLS = ['/usr/bin/ismrmrd_recon_cartesian_2d', '/usr/bin/xmllint', '/usr/lib/python3/dist-packages/h5py'];
const canValidate = SHARED !== undefined && TOOLS.every((path) => existsSync(path));
it.skipIf(!canValidate)('what is written here passes libismrmrd, h5py and the schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mrd-'));
  try {
    const files = [
      ['small', writeMrd(makeRawScan())],
      ['long', writeMrd(makeRawScan(300, 200))],
      ['shepp', writeMrd(readMrd(sharedFile('data/formats/mrd/shepp_logan_32.h5'), 'shepp', 'shepp'))],
      ['lactate', writeMrd(readMrd(sharedFile('data/hp13c/raw_kspace_bssfp_3d/kspace_lactate_prospective.mrd.h5'), '', 'l'))], // prettier-ignore
    ] as const;
    const paths = files.map(([name, bytes]) => {
      const path = join(folder, `${name}.h5`);
      writeFileSync(path, bytes);
      return path;
    });
    const { stdout, status } = spawnSync('bash', [`${SHARED!}/validators/val_mrd.sh`, ...paths], {
      encoding: 'utf8',
      cwd: folder,
    });
    expect(stdout.trim().split('\n').map((line) => line.split(' ')[0])).toEqual(files.map(() => 'valid')); // prettier-ignore
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
