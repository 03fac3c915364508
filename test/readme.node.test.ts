// The examples and links of every README and of the pages in docs, so that none can rot: each ```ts block is type-checked against
// the source and run, each ```yaml block with a name in its first line is read by its command, each link leads to a file.
// A block runs in a folder that holds the example study (`my-study`); ```ts no-run is only type-checked, and says why beside it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { diskFiles } from '../src/edge/node/index.ts';
import { readExperiment } from '../src/study/experiment/index.ts';
import { makeExampleStudy, parseSettings } from '../src/study/index.ts';
import { readDose } from '../src/study/polarizer/dose/index.ts';
import { reconstructSettingsSchema } from '../src/study/reconstruct/index.ts';
import { hardwareSchema } from '../src/study/sequence/index.ts';
import { readDesign, readSequenceTransfer, readTransfer } from '../src/study/spin/index.ts';
import { inTemp, writeFiles } from './cli/command.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Example {
  /** `src/transfer/README.md:34` */
  readonly place: string;
  /** Where it stands as a file that is not on the disk. */
  readonly path: string;
  readonly info: string;
  readonly code: string;
}

const readmes = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('README.md'))
    .map((path) => join('src', path))
    .sort(),
];
const blocks = readmes.flatMap((readme): Example[] => {
  const text = readFileSync(join(ROOT, readme), 'utf8');
  return [...text.matchAll(/^```(\w[^\n]*)\n(.*?)^```$/gms)].map(({ index, 1: info, 2: code }) => {
    const line = text.slice(0, index).split('\n').length;
    return {
      place: `${readme}:${line}`,
      path: join(ROOT, dirname(readme), `example-${line}.ts`),
      info: info!,
      code: code!,
    };
  });
});
const examples = blocks.filter(({ info }) => /^ts\b/.test(info));

/** Everything the compiler has to say, by file. */
function typeCheck(files: readonly Example[]): ReadonlyMap<string, readonly string[]> {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.test.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  Object.assign(options, { noUnusedLocals: false, paths: { 'fumarole/*': [join(ROOT, 'src/*/index.ts')] } });
  const texts = new Map(files.map(({ path, code }) => [path, `${code}\nexport {};\n`]));
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => texts.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) => texts.get(path) ?? ts.sys.readFile(path);
  const program = ts.createProgram([...texts.keys()], options, host);
  return new Map(
    files.map(({ path }) => {
      const source = program.getSourceFile(path)!;
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [path, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))];
    }),
  );
}

/** Runs an example as the body of a function; what it imports comes from the source. Returns what it logs. */
async function run({ code, path }: Example): Promise<readonly unknown[]> {
  const compiled = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
  const body = compiled
    .replace(
      /^import \{([^}]*)\} from '([^']+)';$/gm,
      (_, names: string, from: string) => `const {${names.replaceAll(' as ', ': ')}} = await load('${from}');`,
    )
    .replace(/^export (?!\{)/gm, '')
    .replace(/^export \{\};$/gm, '');
  const load = (from: string): Promise<unknown> => {
    const file = from.startsWith('.')
      ? join(dirname(path), from)
      : join(ROOT, from.replace(/^fumarole\b/, 'src'), 'index.ts');
    return import(/* @vite-ignore */ pathToFileURL(file).href);
  };
  const logged: unknown[] = [];
  const log = { log: (...all: unknown[]) => void logged.push(...all) };
  const AsyncFunction = (async () => {
    await Promise.resolve();
  }).constructor as new (...text: string[]) => (...given: unknown[]) => Promise<void>;
  await new AsyncFunction('load', 'console', body)(load, log);
  return logged;
}

const WRONG: Example = {
  place: 'nowhere',
  path: join(ROOT, 'example-wrong.ts'),
  info: 'ts',
  code: "import { simulateTransfers } from 'fumarole/transfer';\nsimulateTransfers();\n",
};

describe('READMEs', () => {
  let said: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    said = typeCheck([...examples, WRONG]);
  });
  test('hold examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
  });
  test('with a name that is not there are found out, by types and by running', async () => {
    expect(said.get(WRONG.path)!.join()).toMatch(/simulateTransfers.*Did you mean 'simulateTransfer'/);
    await expect(run(WRONG)).rejects.toThrow(/simulateTransfers is not a function/);
  });
  test.each(examples.map((one) => [one.place, one] as const))('%s is right in its types', (_, example) => {
    expect(said.get(example.path)).toEqual([]);
  });
  test.each(examples.filter(({ info }) => !info.includes('no-run')).map((one) => [one.place, one] as const))(
    '%s runs',
    (_, example) =>
      inTemp(async (folder) => {
        writeFiles(join(folder, 'my-study'), new Map(makeExampleStudy(1).files));
        const home = process.cwd();
        process.chdir(folder);
        try {
          for (const value of await run(example))
            expect(inspect(value, { depth: 3 })).not.toMatch(/\b(NaN|undefined)\b/);
        } finally {
          process.chdir(home);
        }
      }),
  );
  test('hold settings that can be read', () =>
    inTemp((folder) => {
      mkdirSync(folder, { recursive: true });
      const named = blocks.flatMap(({ info, code }) => {
        const name = info === 'yaml' ? /^# (\S+\.yaml)\b/.exec(code)?.[1] : undefined;
        return name === undefined ? [] : [[name, code] as const];
      });
      for (const [name, code] of named) writeFileSync(join(folder, name), code);
      const files = diskFiles(folder);
      const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
      const readers: Readonly<Record<string, (name: string) => unknown>> = {
        'array.yaml': (name) => parseSettings(reconstructSettingsSchema, text(name), name),
        'design.yaml': (name) => readDesign(name, files),
        'my-dose.yaml': (name) => readDose(name, files),
        'my-experiment.yaml': (name) => readExperiment(name, files),
        'my.yaml': (name) => readTransfer(name, files),
        'rf.yaml': (name) => readSequenceTransfer(name, files),
        'scanner.yaml': (name) => parseSettings(hardwareSchema, text(name), name),
        'system.yaml': () => readTransfer('my.yaml', files), // which names it
      };
      expect(named.map(([name]) => name).sort()).toEqual(Object.keys(readers));
      for (const [name, read] of Object.entries(readers)) expect(() => read(name)).not.toThrow();
      expect(readTransfer('my.yaml', files).named.system.name).toBe('fumarate, set A');
    }));
  test('and other documents link to files that are there', () => {
    const documents = [...readmes, ...readdirSync(ROOT).filter((name) => name.endsWith('.md') && name !== 'README.md')];
    const broken = documents.flatMap((document) => {
      const text = readFileSync(join(ROOT, document), 'utf8').replace(/^```.*?^```$/gms, '');
      return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, to]) => to!)
        .filter((to) => !existsSync(join(ROOT, dirname(document), to)))
        .map((to) => `${document}: ${to}`);
    });
    expect(broken).toEqual([]);
  });
});
