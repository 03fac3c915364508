// Input files that exist in memory only, for roads under test in Node and in the browser.
import { ScienceError } from '../src/base/index.ts';
import type { StudyFiles } from '../src/study/files.ts';

export function memoryFiles(files: Readonly<Record<string, string>>): StudyFiles {
  return {
    read(path) {
      const text = files[path];
      if (text === undefined) throw new ScienceError('format', 'there is no such file or folder', { where: path });
      return new TextEncoder().encode(text);
    },
    list: () => undefined,
    inputs: () => Object.keys(files).map((path) => ({ path, bytes: files[path]!.length, sha256: '0' })),
  };
}
