// Reads and parses source files for the rules of `npm run check`; says which folder of the house a file stands in.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** The rows of the house, top to bottom. A row imports the rows above it; units in one row never import each other. */
export const ROWS = [
  ['base'],
  ['math'],
  ['records'],
  ['physics'],
  [
    ...['hydrogen', 'reaction', 'transfer', 'dose', 'mouse', 'scanner', 'reconstruct', 'quantify', 'picture'],
    ...['formats', 'plot'],
  ],
  ['study'],
  ['edge/node', 'edge/web', 'edge/worker', 'edge/queue'],
  ['app/cli', 'app/server', 'app/web'],
];

/** 'src/math/fft/radix.ts' -> 'math'; 'src/edge/node/files.ts' -> 'edge/node'; outside src: undefined. */
export function unitOf(path) {
  const parts = path.split('/');
  if (parts[0] !== 'src' || parts.length < 3) return undefined;
  return parts[1] === 'edge' || parts[1] === 'app' ? parts.slice(1, 3).join('/') : parts[1];
}

export const rowOf = (unit) => ROWS.findIndex((row) => row.includes(unit));

/** Everything above `edge`: the same in Node and in the browser. */
export const isCore = (unit) => unit !== undefined && !/^(edge|app)\//.test(unit);

export const isTest = (path) => /\.(test|bench)\.(ts|mjs)$/.test(path);

/** One parsed file; `path` is relative to the root and uses slashes. */
export function sourceFile(path, text) {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

export const lineOf = (file, position) => file.tree.getLineAndCharacterOfPosition(position).line + 1;

/** Calls `visit` for the node and all nodes below it. */
export function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Every import of a file, type imports and `import()` included: { name, line, target }; target is the path in this project, if it is one. */
export function importsOf(file) {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName, pos }) => ({
    name: fileName,
    line: lineOf(file, pos),
    target: fileName.startsWith('.') ? posix.join(posix.dirname(file.path), fileName) : undefined,
  }));
}

/** A problem as it is printed: `file:line what to do`. A warning does not fail the check. */
export const problem = (path, line, message, warning = false) => ({ path, line, message, warning });

function filesUnder(root, folder) {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1).replaceAll('\\', '/'), entry.name))
    .filter((path) => !path.includes('/reference/') && !path.includes('/pinned/'))
    .sort();
}

/** All files the rules look at, parsed. */
export function readSources(root) {
  return ['src', 'test', 'tools', 'bin']
    .flatMap((folder) => filesUnder(root, folder))
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}
