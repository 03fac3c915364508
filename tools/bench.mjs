// `npm run bench [filter]`: runs every src/**/*.bench.ts and test/**/*.bench.ts whose path holds the filter, each in a
// Node process of its own, prints one table, and writes bench-results.json.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { ROOT, run } from './run.mjs';

const OUT = join(ROOT, 'node_modules', '.cache', 'fumarole', 'bench');

const findBenches = (filter) =>
  ['src', 'test']
    .flatMap((top) =>
      readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
    )
    .filter((path) => path.endsWith('.bench.ts') && path.includes(filter))
    .sort();

/** Compiles one bench with all it imports from this project into one file that Node 20 can run. */
async function bundle(path, name) {
  const vite = await import('vite');
  await vite.build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(ROOT, path),
      outDir: OUT,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  });
  return join(OUT, `${name}.mjs`);
}

/** Seconds with a unit that fits: 0.00123 -> '1.23 ms'. */
function timeText(time_s) {
  if (time_s === undefined) return '';
  const [scale, unit] = [[1, 's'], [1e-3, 'ms'], [1e-6, 'us'], [1e-9, 'ns']].find(([s]) => time_s >= s) ?? [1e-9, 'ns']; // prettier-ignore
  return `${(time_s / scale).toPrecision(3)} ${unit}`;
}

/** Lines of a table; the first column is set left, the others right. */
function tableOf(rows) {
  const head = ['name', 'size', 'median', 'min', 'baseline', 'ratio', 'limit', 'memory'];
  const cells = rows.map((row) => [
    row.name,
    row.size,
    timeText(row.median_s),
    timeText(row.min_s),
    timeText(row.baseline_s),
    row.ratio === undefined ? '' : `${row.ratio.toFixed(2)}x`,
    row.limit_s === undefined ? '' : `${timeText(row.limit_s)} (${row.limitWhy})`,
    row.peakMemory_MiB === undefined ? '' : `${row.peakMemory_MiB.toFixed(0)} MiB`,
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)));
  const lay = (line) => line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return [head, ...cells].map((line) => lay(line).trimEnd());
}

async function main(filter) {
  await ensureInstalled();
  const { ok, lines } = await build();
  if (!ok) throw new Error(`build failed:\n${lines.join('\n')}`);
  const benches = findBenches(filter);
  if (benches.length === 0) throw new Error(`no bench file holds '${filter}' in its path`);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const rows = [];
  for (const [i, path] of benches.entries()) {
    const result = join(OUT, `${i}.json`);
    console.log(`${path} ...`);
    const { code } = await run(process.execPath, [await bundle(path, `bench-${i}`)], {
      env: { FUMAROLE_BENCH_OUT: result },
    });
    if (code !== 0) throw new Error(`${path} failed with exit code ${code}`);
    rows.push(...JSON.parse(readFileSync(result, 'utf8')).map((row) => ({ file: path, ...row })));
  }
  console.log(`\n${tableOf(rows).join('\n')}`);
  const machine = { node: process.versions.node, cpu: cpus()[0]?.model ?? 'unknown', nCores: cpus().length };
  writeFileSync(join(ROOT, 'bench-results.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}

main(process.argv[2] ?? '').catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
