// An output folder appears whole or not at all: written under a hidden name, flushed to the disk, renamed.
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ScienceError } from '../../base/index.ts';

/** Throws a ScienceError where `writeFolder` could not write, so that a long run need not end with that. */
export function checkFolder(folder: string): void {
  const target = resolve(folder);
  let nearest = target;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  const refuse = (why: string): never => {
    throw new ScienceError('argument', `${why}; choose another folder for --out`, { where: folder });
  };
  if (!statSync(nearest).isDirectory())
    refuse(nearest === target ? 'there is a file of this name' : `part of the path is a file (${basename(nearest)})`);
  try {
    accessSync(nearest, constants.W_OK);
  } catch {
    refuse('no permission to write there');
  }
}

/**
 * Writes `files` (path inside the folder: bytes or text). A new folder is renamed into place in one step. Into a folder that exists each file is
 * renamed whole, and while that lasts there is neither `report.html` nor `result.json`, so that what is old and what is new is never taken for one result.
 * Files that an earlier run listed in its `result.json` and this run does not make are removed; files of others stay.
 * Throws a ScienceError, with nothing changed, where the place cannot be written.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  checkFolder(folder);
  const target = resolve(folder);
  const isNew = !existsSync(target);
  const beside = join(dirname(target), `.${basename(target)}.partial-${hostname()}-`);
  const inside = join(target, `.partial-${hostname()}-`); // what exists may be a disk of its own, and a rename stays on one disk
  const staging = `${isNew ? beside : inside}${process.pid}`;
  try {
    removeDead(beside);
    removeDead(inside);
    for (const [path, content] of files) writeFlushed(join(staging, path), content);
    if (!isNew) replaceInto(target, staging, [...files.keys()]);
    else {
      renameSync(staging, target);
      flushFolder(dirname(target));
    }
  } catch (cause) {
    if (cause instanceof ScienceError) throw cause;
    const { code, message } = cause as { code?: string; message: string };
    const reasons: Record<string, string> = {
      EACCES: 'no permission to write there',
      ENOSPC: 'the disk is full',
      EROFS: 'the disk is read-only',
      ENOTDIR: 'part of the path is a file, not a folder',
      EEXIST: 'a file stands where a folder is needed',
      EISDIR: 'a folder stands where a file is needed',
    };
    throw new ScienceError('argument', `the results cannot be written: ${reasons[code ?? ''] ?? message}`, {
      where: folder,
      cause,
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Files whose presence says that a folder holds a whole result, in the order in which they come. */
const LAST = ['report.html', 'result.json'];

function replaceInto(target: string, staging: string, paths: readonly string[]): void {
  const stale = earlierFiles(target).filter((path) => !paths.includes(path));
  for (const path of paths) {
    makeFolders(dirname(join(target, path)));
    if (existsSync(join(target, path)) && statSync(join(target, path)).isDirectory()) {
      throw new ScienceError('argument', `the results cannot be written: ${path} is a folder there`, { where: target });
    }
  }
  for (const path of [...LAST, ...stale]) rmSync(join(target, path), { force: true });
  const ordered = [...paths.filter((path) => !LAST.includes(path)), ...LAST.filter((path) => paths.includes(path))];
  for (const path of ordered) renameSync(join(staging, path), join(target, path));
  flushFolder(target);
}

/** Removes what killed runs of this machine left: folders whose path begins with `start` and ends with the id of a process. */
function removeDead(start: string): void {
  const [folder, mark] = [dirname(start), basename(start)];
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(mark) ? Number(name.slice(mark.length)) : NaN;
    if (pid === process.pid || (pid > 0 && !isAlive(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing, only looks
    return true;
  } catch (thrown) {
    return (thrown as { code?: string }).code !== 'ESRCH';
  }
}

/** Step by step: `recursive` never ends where a folder cannot hold others, as /proc. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  mkdirSync(path);
}

function writeFlushed(path: string, content: Uint8Array | string): void {
  makeFolders(dirname(path));
  const file = openSync(path, 'w');
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    let written = 0;
    while (written < bytes.length) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function flushFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Files that the result.json of an earlier run says it made, those inside the folder only. */
function earlierFiles(folder: string): string[] {
  try {
    const { format, files } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as {
      format?: unknown;
      files?: unknown;
    };
    if (typeof format !== 'string' || !format.startsWith('fumarole.') || !Array.isArray(files)) return [];
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const present = new Set(entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))));
    return files.filter((path): path is string => typeof path === 'string' && present.has(path));
  } catch {
    return []; // no earlier result, or not one of ours: nothing is removed
  }
}
