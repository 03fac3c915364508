// The tools count honestly: a missing package, a crash, an unread test file and a changed digit are all seen.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChromium, missingPackages } from './install.mjs';
import { run } from './run.mjs';
import { differences } from './smoke.mjs';
import { countTests } from './vitest.mjs';

describe('install', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };
  it('sees a missing and a changed package, and lets other platforms be', () => {
    expect(missingPackages(wanted, { 'node_modules/a': { version: '1.0.0' } })).toEqual([]);
    expect(missingPackages(wanted, { 'node_modules/a': { version: '1.0.1' } })).toEqual(['a']);
    expect(missingPackages(wanted, {})).toEqual(['a']);
  });
  it('finds no Chromium where none is named', () => {
    expect(findChromium({ FUMAROLE_CHROMIUM: '/nowhere/chromium' })).toBeUndefined();
  });
});

describe('run', () => {
  const node = (code, options) => run(process.execPath, ['-e', code], { capture: true, ...options });
  it('gives output and exit code, and does not throw for a program that is not there', async () => {
    expect(await node('console.log(1); process.exit(3)')).toMatchObject({ code: 3, stdout: '1\n' });
    expect((await run('/nowhere/program', [], { capture: true })).code).toBe(127);
  });
  it('ends what takes too long, with its children', async () => {
    const code = "require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); setInterval(() => 0, 1000)";
    const begin = performance.now();
    expect(await node(code, { timeout_s: 1 })).toMatchObject({ code: 1, timedOut: true });
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});

describe('counting', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };
  it('takes the numbers of vitest', () => {
    expect(countTests(report, 0)).toMatchObject({ passed: 3, failed: 0, skipped: 1 });
  });
  it('counts a crash, a stray error and an unread file as failures', () => {
    expect(countTests(undefined, 1).failed).toBe(1);
    expect(countTests(report, 1).failed).toBe(1);
    const unread = { ...report, testResults: [{ name: 'x.test.ts', status: 'failed', assertionResults: [] }] };
    expect(countTests(unread, 1).failed).toBe(1);
  });
});

describe('comparing two runs', () => {
  const folderWith = (parent, name, ratio, duration_s) => {
    const folder = join(parent, name);
    mkdirSync(join(folder, 'maps'), { recursive: true });
    const result = { ratio, out: folder, provenance: { versions: { node: name }, duration_s } };
    writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
    writeFileSync(join(folder, 'maps', 'ratio.nii.gz'), Buffer.from([ratio * 100]));
    return folder;
  };
  it('sees a changed digit and a missing file, but not the clock, the version or the folder', () => {
    const parent = mkdtempSync(join(tmpdir(), 'fumarole-test-'));
    const a = folderWith(parent, 'a', 0.25, 1);
    expect(differences(a, folderWith(parent, 'b', 0.25, 2))).toEqual([]);
    const found = differences(a, folderWith(parent, 'c', 0.26, 1));
    expect(found.join()).toContain('0.25');
    expect(found).toHaveLength(2);
    rmSync(join(parent, 'b', 'maps', 'ratio.nii.gz'));
    expect(differences(a, join(parent, 'b')).join()).toContain('only the first run wrote');
    rmSync(parent, { recursive: true });
  });
});
