// Runs the built command line under this Node and under another one (Node 24, or 20 when this is 24) and compares what
// it wrote digit for digit. The other Node comes from the npm registry; without it these tests are skipped, and say so.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm, run } from './run.mjs';

const MAJOR = Number(process.versions.node.split('.')[0]);
const OTHER = MAJOR === 24 ? 20 : 24;

/** Keys of result.json that tell of the machine and the moment, not of the result. */
const OF_THE_RUN = /^(versions?|node|platform|started|finished|created|date)$|^(duration|elapsed|wallTime|peakMemory)/;

/** The value without what may differ between two runs; the output folder's own name is replaced. */
export function comparable(value, folder) {
  if (typeof value === 'string') return value.replaceAll(folder, '<out>');
  if (Array.isArray(value)) return value.map((item) => comparable(item, folder));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !OF_THE_RUN.test(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, comparable(item, folder)]));
}

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

/** What differs between two output folders: result.json by value, maps/ and tables by bytes, everything else by its name. */
export function differences(a, b) {
  const [inA, inB] = [filesUnder(a), filesUnder(b)];
  const found = [
    ...inA.filter((file) => !inB.includes(file)).map((file) => `only the first run wrote ${file}`),
    ...inB.filter((file) => !inA.includes(file)).map((file) => `only the second run wrote ${file}`),
  ];
  if (!inA.includes('result.json')) found.push('no result.json was written');
  if (!inA.some((file) => /(^|[/\\])maps[/\\]/.test(file))) found.push('no maps were written');
  for (const file of inA.filter((name) => inB.includes(name))) {
    const [bytesA, bytesB] = [readFileSync(join(a, file)), readFileSync(join(b, file))];
    if (file === 'result.json') {
      const text = (bytes, folder) => JSON.stringify(comparable(JSON.parse(bytes.toString('utf8')), folder), null, 1);
      const [linesA, linesB] = [text(bytesA, a).split('\n'), text(bytesB, b).split('\n')];
      const at = linesA.findIndex((line, i) => line !== linesB[i]);
      if (at >= 0 || linesA.length !== linesB.length) {
        found.push(`result.json differs: ${linesA[at]?.trim()} against ${linesB[at]?.trim()}`);
      }
    } else if (/(^|[/\\])maps[/\\]|\.csv$/.test(file) && !bytesA.equals(bytesB)) found.push(`${file} differs`);
  }
  return found;
}

/** The last line a program wrote that is its own, and not npm's. */
const tail = ({ stdout, stderr }) =>
  `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^npm (warn|notice|error A complete log)/.test(line))
    .at(-1) ?? 'it said nothing';
const LIMIT = { capture: true, timeout_s: 600 };
const here = (args) => run(process.execPath, ['bin/fumarole.js', ...args], LIMIT);
const there = (args) =>
  npm(['exec', '--yes', '--fetch-retries=1', '--package', `node@${OTHER}`, '--', 'node', ...args], LIMIT);

/** [{ name, end: 'passed' | 'failed' | 'skipped', note }] */
export async function smoke() {
  const results = [];
  const say = (name, end, note = '') => results.push({ name, end, note });
  const outs = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'fumarole-smoke-')));
  const [mine, other] = [`Node ${MAJOR}`, `Node ${OTHER}`];
  try {
    const help = await here(['--help']);
    say(`fumarole --help under ${mine}`, help.code === 0 ? 'passed' : 'failed', help.code === 0 ? '' : tail(help));
    const start = await here(['start', '--out', outs[0]]);
    say(`fumarole start under ${mine}`, start.code === 0 ? 'passed' : 'failed', start.code === 0 ? '' : tail(start));

    const version = await there(['--version']);
    const names = [`fumarole --help under ${other}`, `fumarole start under ${other}: same digits`];
    if (version.code !== 0 || !version.stdout.includes(`v${OTHER}.`)) {
      for (const name of names)
        say(name, 'skipped', `${other} could not be had from the npm registry: ${tail(version)}`);
      return results;
    }
    const help2 = await there(['bin/fumarole.js', '--help']);
    const sameHelp = help2.code === 0 && help2.stdout === help.stdout;
    say(names[0], sameHelp ? 'passed' : 'failed', sameHelp ? '' : `not the same text: ${tail(help2)}`);
    const start2 = await there(['bin/fumarole.js', 'start', '--out', outs[1]]);
    if (start.code !== 0 || start2.code !== 0) say(names[1], 'failed', tail(start2.code === 0 ? start : start2));
    else {
      const found = differences(outs[0], outs[1]);
      say(names[1], found.length === 0 ? 'passed' : 'failed', found.slice(0, 5).join('; '));
    }
    return results;
  } finally {
    for (const out of outs) rmSync(out, { recursive: true, force: true });
  }
}
