// The command line, run in this process over studies written to a temp folder, for tests of what it says and what it writes.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, vi } from 'vitest';
import { main } from '../../src/app/cli/main.ts';
import { makeDicom, type DicomSample } from '../../src/formats/samples/dicom.ts';
import { makeExampleStudy } from '../../src/study/index.ts';

export type Files = Map<string, Uint8Array | string>;

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `fumarole ...argv` here and keeps what it says. */
export async function command(...argv: readonly string[]): Promise<Told> {
  const told = { out: '', err: '' };
  const listen = (stream: NodeJS.WriteStream, key: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      told[key] += String(text);
      return true;
    });
  const spies = [listen(process.stdout, 'out'), listen(process.stderr, 'err')];
  try {
    return { code: await main(argv), ...told };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A new folder for `work`, removed afterwards. */
export async function inTemp<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fumarole-test-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** All paths under a folder, hidden ones too. */
export const pathsUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const EXAMPLE = makeExampleStudy(1).files;

/** The files of the example study, to be changed. */
export const example = (): Files => new Map(EXAMPLE);

/** The study file with one piece of text replaced; throws where it is not there, so that no case is empty. */
export function edit(files: Files, from: string | RegExp, to: string, path = 'study.yaml'): void {
  const text = files.get(path) as string;
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${String(from)} is not in ${path}`);
  files.set(path, changed);
}

export const N_TIMES = 8;
const SIZE = 8;

/** A small study of two DICOM folders, fumarate and malate, 8 images of 8 x 8 voxels each, with a bright square in the middle. */
export function dicomStudy(): Files {
  const files: Files = new Map();
  for (const name of ['fumarate', 'malate']) {
    for (let t = 0; t < N_TIMES; t++) files.set(dicomPath(name, t), dicomImage(name, t));
  }
  files.set(
    'study.yaml',
    `substrate: { name: fumarate, images: fumarate }
products: [{ name: malate, images: malate }]
repetition_s: 2
flipAngles_deg: { fumarate: 20, malate: 20 }
fit: { model: inputless, relaxation_perS: { fumarate: 0.03, malate: 0.04 } }
mask: { sumAbove: 2000 }
`,
  );
  return files;
}

export const dicomPath = (name: string, t: number): string => `${name}/image_${t}.dcm`;

export function dicomImage(name: string, t: number, change: DicomSample = {}): Uint8Array {
  const pixels = Array.from({ length: SIZE * SIZE }, (_, n) => {
    const inside = Math.abs((n % SIZE) - 3.5) < 2 && Math.abs(Math.floor(n / SIZE) - 3.5) < 2;
    const background = 10 + ((n * 7 + t * 13 + name.length) % 9);
    return background + (inside ? Math.round((name === 'fumarate' ? 900 : 30 * t) * Math.exp(-0.2 * t)) : 0);
  });
  const uid = `1.2.${name.length}`;
  return makeDicom({
    rows: SIZE,
    columns: SIZE,
    pixels,
    instance: t + 1,
    ...change,
    tags: {
      x0008103e: ['LO', name],
      x0020000e: ['UI', uid],
      x00080018: ['UI', `${uid}.${t + 1}`],
      ...change.tags,
    },
  });
}

/** Maps the study; expects exit code 1, one line that `says` what and where, no stack, and nothing written. */
export async function expectRefused(files: Files, says: RegExp, study = 'study'): Promise<void> {
  await inTemp(async (folder) => {
    writeFiles(join(folder, 'study'), files);
    const before = pathsUnder(folder);
    const { code, out, err } = await command('map', join(folder, study), '--out', join(folder, 'out'));
    expect(err).toMatch(/^fumarole: [^\n]+\n$/);
    expect(err).toMatch(says);
    expect(err).not.toMatch(/node:internal|\.[tj]s:\d|\bundefined\b|\[object|[Zz]od|dicom-?parser says/);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect(pathsUnder(folder)).toEqual(before);
  });
}
