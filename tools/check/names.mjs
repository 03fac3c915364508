// Rule: what a folder offers is a decision. The names in every index.ts equal those in test/public-api.json, and
// package.json offers each folder that has an index.ts. `npm run check -- --update` rewrites the list.
import ts from 'typescript';
import { lineOf, problem, unitOf } from './sources.mjs';

export const PUBLIC_API = 'test/public-api.json';

/** Doors of folders and of inner folders: src/physics/index.ts, src/physics/spins/index.ts. */
const isIndex = ({ path }) => unitOf(path) !== undefined && path.endsWith('/index.ts') && !path.startsWith('src/app/');
const folderOf = ({ path }) => path.slice('src/'.length, -'/index.ts'.length);

/** The names one index.ts offers, and the `export *` in it, which hide names and are not allowed. */
function namesOf(file) {
  const names = [];
  const stars = [];
  for (const statement of file.tree.statements) {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause === undefined) stars.push(statement);
      else if (ts.isNamedExports(clause)) names.push(...clause.elements.map((element) => element.name.text));
      else names.push(clause.name.text);
    } else if (statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) {
      const declared = statement.declarationList?.declarations ?? [statement];
      names.push(...declared.map(({ name }) => name.text));
    }
  }
  return { names: names.sort(), stars };
}

/** { base: ['Grid', 'makeGrid', ...], ... } as test/public-api.json holds it. */
export function publicApi(files) {
  const entries = files.filter(isIndex).map((file) => [folderOf(file), namesOf(file).names]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function publicNames(files, listed) {
  const problems = [];
  const actual = publicApi(files);
  for (const file of files.filter(isIndex)) {
    const unit = folderOf(file);
    for (const star of namesOf(file).stars) {
      problems.push(problem(file.path, lineOf(file, star.getStart()), 'write out the names instead of `export *`'));
    }
    const added = actual[unit].filter((name) => !(listed[unit] ?? []).includes(name));
    const removed = (listed[unit] ?? []).filter((name) => !actual[unit].includes(name));
    const changes = [...added.map((name) => `+${name}`), ...removed.map((name) => `-${name}`)];
    if (changes.length > 0) {
      const message = `public names changed: ${changes.join(' ')}; if meant so, run: npm run check -- --update`;
      problems.push(problem(file.path, 1, message));
    }
  }
  for (const unit of Object.keys(listed)) {
    if (actual[unit] === undefined)
      problems.push(problem(PUBLIC_API, 1, `src/${unit}/index.ts is gone; run: npm run check -- --update`));
  }
  return problems;
}

/** package.json `exports` and the folders that have an index.ts are the same list. */
export function packageExports(files, exports) {
  const wanted = new Map(
    files.filter(isIndex).map((file) => [`./${folderOf(file)}`, `./dist/${folderOf(file)}/index.js`]),
  );
  const problems = [];
  for (const [name, path] of wanted) {
    if (exports[name] !== path) problems.push(problem('package.json', 1, `exports lacks "${name}": "${path}"`));
  }
  for (const name of Object.keys(exports)) {
    if (!wanted.has(name))
      problems.push(problem('package.json', 1, `exports has "${name}", but src has no index.ts for it`));
  }
  return problems;
}
