// The compiler itself refuses Node and the browser in the core, also where a package's own types know them.
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../run.mjs';
import { PACKAGES } from './layers.mjs';
import { isCore } from './sources.mjs';

const REFUSED = ['console', 'process', 'document', 'window', 'setTimeout', 'fetch', 'performance', 'Buffer', 'Worker'];
const packages = [...new Set(Object.entries(PACKAGES).flatMap(([unit, names]) => (isCore(unit) ? names : [])))];

/** What the compiler says about `text` as a file of the core, together with all other files of the core. */
function compile(text) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.core.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '));
      },
    },
  );
  const probe = join(ROOT, 'src', 'formats', 'probe-of-the-compiler.ts');
  const options = { ...config.options, noEmit: true, composite: false, declaration: false, incremental: false };
  delete options.tsBuildInfoFile;
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === probe || fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    path === probe ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : getSourceFile(path, ...rest);
  const program = ts.createProgram([...config.fileNames, probe], options, host);
  const said = program.getSemanticDiagnostics(program.getSourceFile(probe));
  return said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('the compiler in the core', () => {
  it('refuses the world outside, even with every allowed package imported', () => {
    const imports = packages.map((name, i) => `import * as p${i} from '${name}';`);
    const uses = REFUSED.map((name) => `export const x_${name}: unknown = ${name};`);
    const used = `export const used: readonly unknown[] = [${packages.map((_, i) => `p${i}`).join(', ')}];`;
    const said = compile([...imports, ...uses, used].join('\n'));
    const missing = REFUSED.filter((name) => !said.some((text) => text.startsWith(`Cannot find name '${name}'`)));
    expect(missing).toEqual([]);
    expect(said).toHaveLength(REFUSED.length);
  });

  it('lets plain code be', () => {
    expect(compile('export const x: Float64Array = new Float64Array(3);')).toEqual([]);
  });

  it('refuses a Node module', () => {
    expect(compile("import { readFileSync } from 'node:fs';\nexport const x: unknown = readFileSync;")[0]).toContain(
      'node:fs',
    );
  });
});
