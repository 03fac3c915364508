// Rule: imports go downwards in the house, across folders only through index.ts, and packages only where they belong.
import { importsOf, isTest, problem, rowOf, ROWS, unitOf } from './sources.mjs';

/** npm packages (and `node:`) that each folder may import; a folder that is not listed imports none. */
export const PACKAGES = {
  formats: ['dicom-parser', 'fflate'],
  plot: ['d3-scale', 'd3-scale-chromatic', 'fast-png'],
  records: ['zod', 'yaml'],
  study: ['zod', 'yaml'],
  'edge/node': ['node:', '@resvg/resvg-wasm', 'dejavu-fonts-ttf'],
  'app/cli': ['node:', 'commander', 'picocolors'],
};

const packageOf = (name) =>
  name.startsWith('node:')
    ? 'node:'
    : name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');

function packageProblem(unit, name) {
  if ((PACKAGES[unit] ?? []).includes(packageOf(name))) return undefined;
  return `${unit} may not import '${name}': do it in a folder that may (table in tools/check/layers.mjs)`;
}

function neighbourProblem(unit, target) {
  const other = unitOf(target);
  const index = `src/${other}/index.ts`;
  if (other === undefined) return `import '${target}' stands outside src: only tests may use it`;
  if (isTest(target)) return `'${target}' is a test: move what is shared into a file of its own`;
  if (other === unit) return target === index ? `inside ${unit} import the file itself, not its index.ts` : undefined;
  if (rowOf(other) < 0) return `'src/${other}' is no folder of the house: see ROWS in tools/check/sources.mjs`;
  if (rowOf(other) === rowOf(unit)) return `${unit} and ${other} are neighbours: pass a record, or move the code up`;
  if (rowOf(other) > rowOf(unit)) return `${unit} stands above ${other} and may not import it`;
  // An inner folder with an index.ts is a door of its own: src/physics/spins/index.ts.
  const isDoor = target.startsWith(`src/${other}/`) && target.endsWith('/index.ts');
  return isDoor ? undefined : `import from '${index}', not from '${target}'`;
}

export function layers(files) {
  const problems = [];
  for (const file of files) {
    if (!file.path.startsWith('src/') || isTest(file.path)) continue;
    const unit = unitOf(file.path);
    if (rowOf(unit) < 0) {
      problems.push(problem(file.path, 1, `'${unit ?? 'src'}' is no folder of the house: ${ROWS.flat().join(', ')}`));
      continue;
    }
    for (const { name, line, target } of importsOf(file)) {
      const message = target === undefined ? packageProblem(unit, name) : neighbourProblem(unit, target);
      if (message !== undefined) problems.push(problem(file.path, line, message));
    }
  }
  return problems;
}
