import { describe, expect, test } from 'vitest';
import { QUIET } from '../../base/index.ts';
import { judge, type Check } from './check.ts';
import { validateOutput, validateText } from './output.ts';
import { validateResultSchema } from './result.ts';
import { CHECKS, validateRoad } from './road.ts';

const context = {
  versions: { fumarole: 'test' },
  command: 'fumarole validate',
  created: '2026-01-01T00:00:00.000Z',
  inputs: [],
};
const row: Check = {
  topic: 't',
  quantity: 'q, with comma',
  conditions: 'c',
  unit: 'Hz',
  expected: 2,
  tolerance: 0.1,
  source: 's',
  status: 'computed',
  ours: () => 2.05,
};
const plain = { heading: (text: string) => text, quiet: (text: string) => text, alarm: (text: string) => text };

const changes: readonly (readonly [Partial<Check>, string])[] = [
  [{}, 'pass'],
  [{ ours: () => 2.2 }, 'fail'],
  [{ ours: () => NaN }, 'fail'],
  [{ ours: () => 2.15, relative: true }, 'pass'],
  [{ expected: [1, 2] }, 'pass'],
  [{ expected: [1, 2] as const, ours: () => 2.2 }, 'fail'],
  [{ expected: [1, 2] as const, ours: () => NaN }, 'fail'],
  [{ ours: () => 9, status: 'memory-unverified' as const }, 'not verified'],
  [{ status: 'not found' as const }, 'not verified'],
];

describe('a row', () => {
  test.each(changes)('%# is judged %s', (change, verdict) => {
    expect(judge({ ...row, ...change }).verdict).toBe(verdict);
  });
});

describe('the table', () => {
  const rows = validateRoad();
  test('of all published and independent numbers holds no failure', () => {
    expect(
      rows.filter((one) => one.verdict === 'fail').map((one) => `${one.quantity}, ${one.conditions}: ${one.ours}`),
    ).toEqual([]);
    expect(rows.filter((one) => one.verdict === 'pass').length).toBeGreaterThan(340);
  });
  test('is the same with the plain kernels', () => {
    const plain = validateRoad(QUIET, CHECKS, 'plain');
    expect(plain.map(({ verdict }) => verdict)).toEqual(rows.map(({ verdict }) => verdict));
    // They are other programs: some last digit tells that they ran.
    expect(plain.some(({ ours }, i) => ours !== rows[i]!.ours)).toBe(true);
  });
  test('marks what was only recalled as not verified', () => {
    for (const one of rows)
      expect(one.verdict === 'not verified').toBe(['memory-unverified', 'secondary', 'not found'].includes(one.status));
  });
  test('covers every topic', () => {
    const topics = new Set(CHECKS.map((check) => check.topic));
    for (const topic of [
      'para fraction',
      'thermal polarization',
      'enhancement',
      'avoided crossing',
      'field sweep',
      'relaxation',
      '13C spectrum',
      'SLIC',
      'S2hM',
      'larger systems',
      'Redfield relaxation',
      'exchange',
    ]) {
      expect(topics).toContain(topic);
    }
  });
  test('is written as CSV, page and checked result, and said in lines', () => {
    const { files, result } = validateOutput(rows, context);
    expect(String(files.get('validate.csv')).trim().split('\n')).toHaveLength(rows.length + 1);
    expect(String(files.get('validate.html'))).toContain('not verified');
    for (const text of [files.get('validate.html'), validateText(rows, plain)]) {
      expect(text).toContain('recalled: ');
      expect(text).not.toContain('memory-unverified');
    }
    expect(validateResultSchema.parse(JSON.parse(String(files.get('result.json'))))).toEqual(result);
    expect(validateText(rows, plain)).toMatch(/numbers: \d+ pass, 0 fail, \d+ not verified/);
    const broken = [judge({ ...row, ours: () => 3 })];
    expect(validateText(broken, plain)).toMatch(/fail +2 +3/);
    expect(String(validateOutput(broken, context).files.get('validate.csv'))).toContain(
      't,"q, with comma",c,Hz,2,2,3,1,0.1,absolute,fail,computed,s',
    );
  });
}, 120_000);
