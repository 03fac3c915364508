// `npm run build`: compiles src to dist, quickly when nothing changed, and removes what has no source any more.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { ROOT, run } from './run.mjs';

const PROJECTS = ['tsconfig.core.json', 'tsconfig.node.json', 'tsconfig.web.json'];

/** Deletes compiled files whose source is gone, so that a removed file cannot be imported by accident. */
function removeOrphans() {
  const dist = join(ROOT, 'dist');
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const source = file.replace(/(\.d\.ts|\.js)$/, '.ts');
    if (source !== file && !existsSync(join(ROOT, 'src', source))) rmSync(join(dist, file));
  }
}

/** Compiles; what the compiler has to say is returned, one line per error, and not printed. */
export async function build() {
  removeOrphans();
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, stdout, stderr } = await run(process.execPath, [tsc, '-b', '--pretty', 'false', ...PROJECTS], {
    capture: true,
  });
  return { ok: code === 0, lines: (stdout + stderr).split('\n').filter((line) => line.trim() !== '') };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureInstalled();
  const { ok, lines } = await build();
  for (const line of lines) console.error(line);
  if (!ok) console.error('build failed: see the lines above');
  process.exitCode = ok ? 0 : 1;
}
