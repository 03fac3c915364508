#!/usr/bin/env node
// The command `fumarole`: starts the compiled command line, or says how to compile it.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

nodeModule.enableCompileCache?.(); // Node >= 22.8: starts faster the second time

const compiled = new URL('../dist/app/cli/main.js', import.meta.url);
// Whoever reads what is said may stop early (| head); that is no failure.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
if (existsSync(compiled)) {
  const { main } = await import(compiled.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('fumarole is not built yet: run `npm start` (or `npm run build`) in its folder first\n');
  process.exitCode = 1;
}
