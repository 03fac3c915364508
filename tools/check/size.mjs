// Rule: a file has one idea (at most 300 lines, better 150) and a folder at most 15 files; tables of data may be longer.
import { posix } from 'node:path';
import { isTest, problem } from './sources.mjs';

export const MOST_LINES = 300;
export const MANY_LINES = 200;
export const MOST_FILES = 15;

export function size(files) {
  const problems = [];
  const folders = new Map();
  for (const { path, text } of files) {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    const isTable = text.split('\n', 1)[0].includes('// table');
    if (lines > MANY_LINES && !isTable) {
      const advice = `${lines} lines: split it by idea (a data table says \`// table\` in its first line)`;
      problems.push(problem(path, MANY_LINES + 1, advice, lines <= MOST_LINES));
    }
    if (path.startsWith('src/') && !isTest(path)) {
      const folder = posix.dirname(path);
      folders.set(folder, (folders.get(folder) ?? 0) + 1);
    }
  }
  for (const [folder, count] of folders) {
    if (count > MOST_FILES) problems.push(problem(folder, 1, `${count} files: give one group of them an inner folder`));
  }
  return problems;
}
