// An output folder appears whole or not at all: written beside, flushed to the disk, renamed.
import {
  closeSync,
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
import { basename, dirname, join, resolve } from 'node:path';
import { ScienceError } from '../../base/index.ts';

/**
 * Writes `files` (path inside the folder: bytes or text). A new folder is renamed into place in one step. Into a folder that exists each file is
 * renamed whole, `result.json` last, and files that an earlier run listed in its `result.json` and this run does not make are removed; files of others stay.
 * Throws a ScienceError, with nothing changed, where the place cannot be written.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  const target = resolve(folder);
  const staging = join(dirname(target), `.${basename(target)}.partial-${process.pid}`);
  try {
    if (existsSync(target) && !statSync(target).isDirectory()) {
      throw new ScienceError('argument', 'there is a file of this name; choose another folder for --out', {
        where: folder,
      });
    }
    for (const [path, content] of files) writeFlushed(join(staging, path), content);
    if (!existsSync(target)) {
      renameSync(staging, target);
      flushFolder(dirname(target));
      return;
    }
    const stale = earlierFiles(target).filter((path) => !files.has(path));
    const order = [...files.keys()].filter((path) => path !== 'result.json');
    for (const path of [...order, ...(files.has('result.json') ? ['result.json'] : [])]) {
      mkdirSync(dirname(join(target, path)), { recursive: true });
      renameSync(join(staging, path), join(target, path));
    }
    for (const path of stale) rmSync(join(target, path), { force: true });
    flushFolder(target);
  } catch (cause) {
    if (cause instanceof ScienceError) throw cause;
    const { code, message } = cause as { code?: string; message: string };
    const reasons: Record<string, string> = {
      EACCES: 'no permission to write there',
      ENOSPC: 'the disk is full',
      EROFS: 'the disk is read-only',
      ENOTDIR: 'part of the path is a file, not a folder',
    };
    throw new ScienceError('argument', `the results cannot be written: ${reasons[code ?? ''] ?? message}`, {
      where: folder,
      cause,
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function writeFlushed(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
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
    const present = new Set(readdirSync(folder, { recursive: true }).map(String));
    return files.filter((path): path is string => typeof path === 'string' && present.has(path));
  } catch {
    return []; // no earlier result, or not one of ours: nothing is removed
  }
}
