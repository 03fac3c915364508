// `npm run check`: holds what a machine can hold of CONVENTIONS.md: layers, circles, sizes, public names, wording, types,
// lint, format. One line per problem, `file:line what to do`. Options: --update (public names), --quick (own rules only).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { ROOT } from './run.mjs';

const readJson = (path, otherwise) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' && otherwise !== undefined) return otherwise;
    throw error;
  }
};

/** Writes JSON the way `npm run format` would. */
async function writeJson(path, value) {
  const { format, resolveConfig } = await import('prettier');
  const config = await resolveConfig(join(ROOT, path));
  writeFileSync(join(ROOT, path), await format(JSON.stringify(value), { ...config, parser: 'json' }));
}

/** Runs every rule; returns [{ rule, problems }] in a fixed order. */
export async function check({ update = false, quick = false } = {}) {
  const { readSources } = await import('./check/sources.mjs');
  const { layers } = await import('./check/layers.mjs');
  const { cycles } = await import('./check/cycles.mjs');
  const { size } = await import('./check/size.mjs');
  const { wording } = await import('./check/wording.mjs');
  const { digits } = await import('./check/digits.mjs');
  const { packageExports, PUBLIC_API, publicApi, publicNames } = await import('./check/names.mjs');
  const programs = await import('./check/programs.mjs');

  const files = readSources(ROOT);
  if (update) await writeJson(PUBLIC_API, publicApi(files));
  const rules = {
    layers: layers(files),
    cycles: cycles(files),
    size: size(files),
    wording: wording(files),
    digits: digits(files),
    'public names': publicNames(files, readJson(PUBLIC_API, {})),
    'package exports': packageExports(files, readJson('package.json').exports),
  };
  if (!quick) {
    rules.compiler = await programs.compile();
    const [types, lint, format] = await Promise.all([programs.compileTests(), programs.lint(), programs.format()]);
    Object.assign(rules, { 'compiler, tests': types, lint, format });
  }
  return Object.entries(rules).map(([rule, problems]) => ({ rule, problems }));
}

export const hasErrors = ({ problems }) => problems.some(({ warning }) => !warning);

/** Prints one line per problem. */
export function print(results) {
  for (const { rule, problems } of results) {
    for (const { path, line, message, warning } of problems) {
      console.log(`${path}:${line} ${warning ? 'warning: ' : ''}${message} [${rule}]`);
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => !['--update', '--quick'].includes(option));
  if (unknown !== undefined) {
    console.error(`unknown option ${unknown}; there are --update and --quick`);
    process.exit(2);
  }
  await ensureInstalled();
  const results = await check({ update: options.includes('--update'), quick: options.includes('--quick') });
  print(results);
  const all = results.flatMap(({ problems }) => problems);
  const errors = all.filter(({ warning }) => !warning).length;
  console.log(`check: ${results.length} rules, ${errors} problems, ${all.length - errors} warnings`);
  process.exitCode = errors > 0 ? 1 : 0;
}
