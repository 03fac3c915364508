// Input files of a study from the disk, each with its SHA-256 for the provenance.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ScienceError } from '../../base/index.ts';
import type { InputFile, StudyFiles } from '../../study/index.ts';

/** Larger files are refused: no input of this program is that large. */
const MAX_BYTES = 2 ** 31;

/** Paths are taken relative to `folder`. */
export function diskFiles(folder: string): StudyFiles {
  const inputs: InputFile[] = [];
  const seen = new Set<string>();
  return {
    read(path) {
      const bytes = readBytes(resolve(folder, path), path);
      if (!seen.has(path))
        inputs.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
      seen.add(path);
      return bytes;
    },
    list(path) {
      try {
        const full = resolve(folder, path);
        if (!statSync(full).isDirectory()) return undefined;
        const names = readdirSync(full, { withFileTypes: true }).filter(
          (entry) => entry.isFile() || entry.isSymbolicLink(),
        );
        return names.map((entry) => join(path, entry.name)).sort();
      } catch (cause) {
        throw unreadable(path, cause);
      }
    },
    inputs: () => inputs,
  };
}

function readBytes(full: string, path: string): Uint8Array {
  try {
    const { size } = statSync(full);
    if (size > MAX_BYTES)
      throw new ScienceError('unsupported', `the file has ${size} bytes; at most ${MAX_BYTES} are read`, {
        where: path,
      });
    const buffer = readFileSync(full);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (cause) {
    throw cause instanceof ScienceError ? cause : unreadable(path, cause);
  }
}

/** Why the system refused a path, in words. */
export function unreadable(path: string, cause: unknown): ScienceError {
  const { code } = cause as { code?: string };
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'no permission to read it',
    EISDIR: 'this is a folder; a file is expected here',
    ENOTDIR: 'part of the path is a file, not a folder',
  };
  return new ScienceError('format', reasons[code ?? ''] ?? `it cannot be read (${code ?? 'unknown reason'})`, {
    where: path,
    cause,
  });
}
