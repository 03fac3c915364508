// Runs the programs that check the code (prettier, eslint, tsc) and turns what they say into problems of one form.
import { join, relative } from 'node:path';
import { build } from '../build.mjs';
import { ROOT, run } from '../run.mjs';
import { problem } from './sources.mjs';

const bin = (path) => join(ROOT, 'node_modules', path);
const CACHE = join(ROOT, 'node_modules', '.cache', 'fumarole');

const node = (args) => run(process.execPath, args, { capture: true });
const lines = (text) => text.split('\n').filter((line) => line.trim() !== '');

/** 'src/a.ts(3,7): error TS2322: message' and the indented lines after it. */
export function compilerProblems(output) {
  const problems = [];
  for (const line of output) {
    const found = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line);
    if (found) problems.push(problem(found[1], Number(found[2]), `${found[4]} (${found[3]})`));
    else if (/^error /.test(line)) problems.push(problem('tsconfig', 1, line));
    else if (problems.length > 0) problems.at(-1).message += ` ${line.trim()}`;
  }
  return problems;
}

const orSay = (problems, { code, stdout, stderr }, what) =>
  code === 0 || problems.length > 0 ? problems : [problem(what, 1, `failed: ${(stderr || stdout).trim().slice(-300)}`)];

export async function compile() {
  const { ok, lines: output } = await build();
  return orSay(compilerProblems(output), { code: ok ? 0 : 1, stdout: output.join('\n'), stderr: '' }, 'tsc');
}

export async function compileTests() {
  const info = join(CACHE, 'test.tsbuildinfo');
  const options = ['--pretty', 'false', '--incremental', '--tsBuildInfoFile', info];
  const result = await node([bin('typescript/bin/tsc'), '-p', 'tsconfig.test.json', ...options]);
  return orSay(compilerProblems(lines(result.stdout)), result, 'tsc');
}

export async function format() {
  const options = ['--list-different', '--cache', '--cache-location', join(CACHE, 'prettier')];
  const result = await node([bin('prettier/bin/prettier.cjs'), ...options, '.']);
  const problems = lines(result.stdout).map((path) => problem(path, 1, 'not formatted; run: npm run format'));
  const broken = lines(result.stderr).flatMap((line) => {
    const found = /^\[error\] (\S+): (.*?) \((\d+):\d+\)/.exec(line);
    return found ? [problem(found[1], Number(found[3]), found[2])] : [];
  });
  return orSay([...problems, ...broken], result, 'prettier');
}

export async function lint() {
  const result = await node([bin('eslint/bin/eslint.js'), '--format', 'json', '.']);
  let reports = [];
  try {
    reports = JSON.parse(result.stdout);
  } catch {
    // no report: orSay tells what eslint said instead
  }
  const problems = reports.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId, severity }) =>
      problem(relative(ROOT, filePath), line ?? 1, `${message} (${ruleId ?? 'syntax'})`, severity === 1),
    ),
  );
  return orSay(problems, result, 'eslint');
}
