import { execFile, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeFolder } from './write-folder.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fumarole-write-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const write = (contents: Record<string, string | Uint8Array>, at = 'out'): void =>
  writeFolder(join(folder, at), new Map(Object.entries(contents)));
const result = (...files: readonly string[]): string => JSON.stringify({ format: 'fumarole.map', files });

it('a new folder holds exactly the files, text and bytes, and nothing is left beside it', () => {
  write({ 'a.txt': 'é', 'deep/er/b.bin': Uint8Array.of(1, 0, 255), empty: '' }, 'new/out');
  expect(readFileSync(join(folder, 'new/out/a.txt'))).toEqual(Buffer.from('é', 'utf8'));
  expect([...readFileSync(join(folder, 'new/out/deep/er/b.bin'))]).toEqual([1, 0, 255]);
  expect(readdirSync(join(folder, 'new/out'), { recursive: true }).sort()).toEqual([
    'a.txt',
    'deep',
    'deep/er',
    'deep/er/b.bin',
    'empty',
  ]);
  expect(readdirSync(join(folder, 'new'))).toEqual(['out']);
});

it('files of an earlier result that are not made again go, files of others stay', () => {
  write({ 'result.json': result('a.txt', 'old/b.txt', 'result.json'), 'a.txt': '1', 'old/b.txt': '1' });
  writeFileSync(join(folder, 'out/mine.txt'), 'mine');
  write({ 'result.json': result('a.txt', 'result.json'), 'a.txt': '2' });
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.txt', 'mine.txt', 'old', 'result.json']);
  expect(readdirSync(join(folder, 'out/old'))).toEqual([]);
  expect([read('out/a.txt'), read('out/mine.txt')]).toEqual(['2', 'mine']);
});

it.each([
  ['of another program', JSON.stringify({ format: 'other', files: ['mine.txt'] })],
  ['that is damaged', '{ "format": "fumarole.map", "files": ['],
  ['that names files outside', result('../beside.txt', '/etc/hostname', 'sub')],
])('a result.json %s removes nothing', (_name, text) => {
  mkdirSync(join(folder, 'out/sub'), { recursive: true });
  for (const path of ['out/mine.txt', 'beside.txt', 'out/sub/c.txt']) writeFileSync(join(folder, path), 'mine');
  writeFileSync(join(folder, 'out/result.json'), text);
  write({ 'a.txt': '1' });
  for (const path of ['out/mine.txt', 'beside.txt', 'out/sub/c.txt']) expect(read(path)).toBe('mine');
});

it('a failure changes nothing and leaves nothing beside', () => {
  mkdirSync(join(folder, 'out/b.txt'), { recursive: true });
  for (const path of ['a.txt', 'result.json']) writeFileSync(join(folder, 'out', path), 'before');
  expect(() => write({ 'a.txt': '2', 'b.txt': '2', 'result.json': '2' })).toThrow(/b\.txt is a folder there/);
  expect(() => write({ 'a.txt': '2', 'a.txt/x': '2' })).toThrow(/results cannot be written/);
  expect([read('out/a.txt'), read('out/result.json')]).toEqual(['before', 'before']);
  expect(() => write({ 'a.txt': '2' }, 'out/a.txt')).toThrow(/there is a file of this name/);
  expect(() => write({ 'a.txt': '2' }, 'out/a.txt/deeper/out')).toThrow(/part of the path is a file \(a\.txt\)/);
  expect(readdirSync(folder)).toEqual(['out']);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.txt', 'b.txt', 'result.json']);
});

/** A process of its own that writes `nFiles` files of 64 kB to out. */
function writer(nFiles: number): ChildProcess {
  const script = `
    const { writeFolder } = await import(process.argv[1]);
    const files = new Map(Array.from({ length: ${nFiles} }, (_, n) => ['f' + n, new Uint8Array(65536)]));
    writeFolder(process.argv[2], files.set('result.json', '{}'));`;
  const module = resolve('dist/edge/node/write-folder.js');
  return execFile(process.execPath, ['--input-type=module', '-e', script, module, join(folder, 'out')]);
}

/** Kills the process as soon as `begun`. */
async function killed(child: ChildProcess, begun: () => boolean): Promise<void> {
  const ended = new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_code, signal) => done(signal)));
  while (child.exitCode === null && !begun()) await new Promise((done) => setTimeout(done, 5));
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

it('a process killed in the middle leaves no result, and the next run clears what it left', async () => {
  const child = writer(20_000);
  await killed(child, () => readdirSync(folder).length > 0);
  expect(readdirSync(folder)).toEqual([`.out.partial-${hostname()}-${child.pid}`]);
  const [alive, other] = [`.out.partial-${hostname()}-${process.ppid}`, `.other.partial-${hostname()}-${child.pid}`];
  for (const name of [alive, other]) mkdirSync(join(folder, name));
  write({ 'a.txt': '1' });
  expect(readdirSync(folder).sort()).toEqual([other, alive, 'out'].sort());
  expect(readdirSync(join(folder, 'out'))).toEqual(['a.txt']);
});

it('a process killed while it fills a folder that exists leaves the earlier result whole', async () => {
  write({ 'result.json': result('a.txt', 'result.json'), 'a.txt': '1' });
  const child = writer(20_000);
  await killed(child, () => readdirSync(join(folder, 'out')).length > 2);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual([
    `.partial-${hostname()}-${child.pid}`,
    'a.txt',
    'result.json',
  ]);
  expect([read('out/a.txt'), read('out/result.json')]).toEqual(['1', result('a.txt', 'result.json')]);
  write({ 'result.json': result('b.txt', 'result.json'), 'b.txt': '2' });
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['b.txt', 'result.json']);
});

it.skipIf(!existsSync('/proc/self'))('a folder that cannot hold others ends in one line', () => {
  expect(() => writeFolder('/proc/nope', new Map([['a/b.txt', 'x']]))).toThrow(/the results cannot be written/);
});
