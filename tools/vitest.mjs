// Runs vitest and counts what it ran by its own numbers; a crash, a file that cannot be read or a stray error is a failure.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

/** Counts out of vitest's JSON report (undefined when it wrote none) and its exit code. */
export function countTests(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, note: 'vitest ended without a report' };
  const unread = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unread.length,
    skipped: report.numPendingTests + report.numTodoTests,
    note: unread.map(({ name }) => `${name} could not be run to its end`).join('\n'),
  };
  if (code !== 0 && counts.failed === 0) {
    return { ...counts, failed: 1, note: 'vitest reports an error outside the tests (see above)' };
  }
  return counts;
}

/** Runs vitest with these arguments, its output shown. Returns { passed, failed, skipped, note }. */
export async function runVitest(args, { env = {}, timeout_s = 3600 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fumarole-vitest-'));
  const file = join(folder, 'report.json');
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const { code, timedOut } = await run(process.execPath, [vitest, 'run', ...reporters, ...args], { env, timeout_s });
    if (timedOut) return { passed: 0, failed: 1, skipped: 0, note: `vitest did not end within ${timeout_s} s` };
    let report;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      report = undefined;
    }
    return countTests(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
