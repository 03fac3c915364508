// `npm start`: installs and builds if needed, then runs the main job: the virtual experiment, from hydrogen gas to a map of where cells died.
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { run } from './run.mjs';

await ensureInstalled();
const { ok, lines } = await build();
if (ok) {
  const { code } = await run(process.execPath, ['bin/fumarole.js', 'start', ...process.argv.slice(2)]);
  process.exitCode = code;
} else {
  for (const line of lines) console.error(line);
  console.error('build failed: see the lines above');
  process.exitCode = 1;
}
