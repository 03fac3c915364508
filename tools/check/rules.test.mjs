// Each rule of `npm run check` finds what it is for, and leaves good code alone.
import { describe, expect, it } from 'vitest';
import { cycles } from './cycles.mjs';
import { digits } from './digits.mjs';
import { layers } from './layers.mjs';
import { packageExports, publicApi, publicNames } from './names.mjs';
import { compilerProblems } from './programs.mjs';
import { size } from './size.mjs';
import { sourceFile } from './sources.mjs';
import { wording } from './wording.mjs';

const parse = (files) => Object.entries(files).map(([path, text]) => sourceFile(path, text));
const say = (problems) => problems.map(({ path, line, message }) => `${path}:${line} ${message}`);
const one = (path, text) => parse({ [path]: text });

describe('layers', () => {
  const good = [
    ['src/math/a.ts', "import { x } from '../base/index.ts';"],
    ['src/math/fft/a.ts', "import { x } from '../../base/index.ts';\nimport { y } from '../phi.ts';"],
    ['src/formats/a.ts', "import { unzip } from 'fflate';"],
    ['src/quantify/a.ts', "import { x } from '../physics/spins/index.ts';"],
    ['src/edge/node/a.ts', "import { readFile } from 'node:fs/promises';\nimport '../../study/index.ts';"],
    ['src/app/cli/main.ts', "import '../../edge/node/index.ts';\nimport { Command } from 'commander';"],
    ['src/base/a.test.ts', "import { it } from 'vitest';\nimport '../../test/shared.ts';\nimport './deep.ts';"],
  ];
  it.each(good)('lets %s import what stands above it', (path, text) => {
    expect(say(layers(one(path, text)))).toEqual([]);
  });

  const bad = [
    ['src/base/a.ts', "import '../math/index.ts';", 'stands above math'],
    ['src/math/a.ts', "import '../base/grid.ts';", "import from 'src/base/index.ts'"],
    ['src/math/a.ts', "import './index.ts';", 'not its index.ts'],
    ['src/math/a.ts', "import '../base/deep/grid.ts';", "import from 'src/base/index.ts'"],
    ['src/formats/a.ts', "import type { P } from '../plot/index.ts';", 'neighbours'],
    ['src/quantify/a.ts', "export { p } from '../picture/index.ts';", 'neighbours'],
    ['src/edge/node/a.ts', "import '../web/index.ts';", 'neighbours'],
    ['src/study/a.ts', "const x = await import('node:fs');", "may not import 'node:fs'"],
    ['src/plot/a.ts', "import { unzip } from 'fflate';", "may not import 'fflate'"],
    ['src/math/a.ts', "import '../../test/shared.ts';", 'outside src'],
    ['src/math/a.ts', "import './b.test.ts';", 'is a test'],
    ['src/utils/a.ts', 'export const x = 1;', 'no folder of the house'],
    ['src/loose.ts', 'export const x = 1;', 'no folder of the house'],
  ];
  it.each(bad)('does not let %s hold %s', (path, text, message) => {
    const problems = say(layers(one(path, text)));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });
});

describe('cycles', () => {
  it('reports the circle with the road through it', () => {
    const files = parse({
      'src/math/a.ts': "import './b.ts';",
      'src/math/b.ts': "\nimport type { C } from './c.ts';",
      'src/math/c.ts': "export * from './a.ts';",
    });
    expect(say(cycles(files))[0]).toContain('src/math/a.ts -> src/math/b.ts -> src/math/c.ts -> src/math/a.ts');
  });
  it('leaves a diamond alone', () => {
    const files = parse({ 'a.ts': "import './b.ts'; import './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': '' });
    expect(cycles(files)).toEqual([]);
  });
});

describe('size', () => {
  const long = (n, first = '// x') => [first, ...Array(n - 1).fill('1;')].join('\n') + '\n';
  it('warns over 200 lines, fails over 300, and lets a table be', () => {
    expect(size(one('src/math/a.ts', long(200)))).toEqual([]);
    expect(size(one('src/math/a.ts', long(201)))[0].warning).toBe(true);
    expect(size(one('src/math/a.ts', long(301)))[0].warning).toBe(false);
    expect(size(one('src/math/a.ts', long(900, '// table: colours')))).toEqual([]);
  });
  it('counts the files of a folder without its tests', () => {
    const folder = (n) => Array.from({ length: n }, (_, i) => sourceFile(`src/math/f${i}.ts`, ''));
    expect(size([...folder(15), sourceFile('src/math/a.test.ts', '')])).toEqual([]);
    expect(say(size(folder(16)))[0]).toContain('16 files');
  });
});

describe('public names', () => {
  const files = parse({
    'src/base/index.ts': "export { b, type A } from './a.ts';\nexport const c = 1;\nexport function d() {}",
    'src/app/cli/index.ts': 'export const hidden = 1;',
  });
  it('reads the names of each index.ts', () => {
    expect(publicApi(files)).toEqual({ base: ['A', 'b', 'c', 'd'] });
    expect(publicNames(files, { base: ['A', 'b', 'c', 'd'] })).toEqual([]);
  });
  it('counts an inner folder with an index.ts as a door of its own', () => {
    const inner = one('src/math/fft/index.ts', 'export const x = 1;');
    expect(publicApi(inner)).toEqual({ 'math/fft': ['x'] });
    expect(packageExports(inner, { './math/fft': './dist/math/fft/index.js' })).toEqual([]);
  });
  it('says what was added, what was removed, and which folder is gone', () => {
    const problems = say(publicNames(files, { base: ['A', 'b', 'c', 'e'], math: [] }));
    expect(problems[0]).toContain('+d -e');
    expect(problems[1]).toContain('src/math/index.ts is gone');
  });
  it('wants names instead of a star', () => {
    const star = one('src/base/index.ts', "export * from './a.ts';");
    expect(say(publicNames(star, { base: [] }))[0]).toContain('write out the names');
  });
  it('compares package.json with the folders', () => {
    expect(packageExports(files, { './base': './dist/base/index.js' })).toEqual([]);
    expect(packageExports(files, { './math': './dist/math/index.js' })).toHaveLength(2);
  });
});

describe('wording', () => {
  const bad = [
    'export default 1;',
    'export default function f() {}',
    'const x = 1;\nexport { x as default };',
    'const x = y as any;',
    'const x = Math.random();',
    'const x = Date.now();',
    'const x = new Date();',
    "console.log('x');",
    'const x = process.env;',
    'setTimeout(() => 1);',
    'const x = globalThis.process;',
    '// TO' + 'DO later',
    '// @ts-' + 'ignore',
  ];
  it.each(bad)('refuses in the core: %s', (text) => {
    expect(wording(one('src/math/a.ts', text))).toHaveLength(1);
  });
  const good = [
    '// Math.random() and console.log are not for us',
    "const x = 'new Date()';",
    'const x = new Date(0);',
    'interface A { window: number; process(): void }\nconst x = (a: A) => a.window;',
    'const x = (process: number) => process + 1;',
    'const x = { document: 1 };',
    'switch (x) { case 1: break; default: break; }',
  ];
  it.each(good)('lets be in the core: %s', (text) => {
    expect(say(wording(one('src/math/a.ts', text)))).toEqual([]);
  });
  it('lets the edge touch the world', () => {
    expect(wording(one('src/edge/node/a.ts', 'console.log(Date.now());'))).toEqual([]);
  });
  it('finds tests that do not run', () => {
    expect(
      wording(one('src/math/a.test.ts', "it.only('x', f);\ndescribe.skip('y', f);\nit.each([1]).only('z', f);")),
    ).toHaveLength(3);
    expect(wording(one('src/math/a.test.ts', "it('x', f); list.skip(3);"))).toEqual([]);
  });
});

describe('digits', () => {
  it('lets squares, roots and powers of two be, and refuses other powers', () => {
    expect(digits(one('src/math/a.ts', 'x ** 2 + y ** 0.5 + 2 ** n;'))).toEqual([]);
    expect(digits(one('src/math/a.ts', 'x ** 3;\n10 ** n;\nMath.pow(x, y);\nx **= 4;'))).toHaveLength(4);
    expect(digits(one('src/math/a.test.ts', 'x ** 3;'))).toEqual([]);
  });
});

describe('programs', () => {
  it('reads what the compiler prints', () => {
    const problems = compilerProblems(['src/a.ts(3,7): error TS2322: no fit.', '  because', 'error TS5: broken']);
    expect(say(problems)).toEqual(['src/a.ts:3 no fit. (TS2322) because', 'tsconfig:1 error TS5: broken']);
  });
});
