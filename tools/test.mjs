// `npm test`: installs what is missing, builds, and runs every check and test; the last line says how it went.
// `npm test -- --node` leaves the browser and the second Node out; other arguments go to vitest and do the same.
import { build } from './build.mjs';
import { ensureChromium, ensureInstalled, ensureValidators } from './install.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function count(name, end, note = '') {
  total[end] += 1;
  if (end === 'failed') failures.push(`${name}${note === '' ? '' : `: ${note}`}`);
  console.log(`${end.padEnd(7)} ${name}${note === '' ? '' : `: ${note}`}`);
}

async function runAll(args) {
  const filters = args.filter((arg) => arg !== '--node');
  const onlyNode = args.length > 0;
  await ensureInstalled();
  const hasChromium = onlyNode || (await ensureChromium()) !== undefined;

  if (!onlyNode && !(await ensureValidators())) console.log('no validators of MRD: their test is skipped');

  const { ok } = await build();
  count('build', ok ? 'passed' : 'failed', ok ? '' : 'the compiler found errors');

  const { check, hasErrors, print } = await import('./check.mjs');
  const results = await check();
  print(results);
  for (const result of results) count(`check: ${result.rule}`, hasErrors(result) ? 'failed' : 'passed');

  const { runVitest } = await import('./vitest.mjs');
  if (!hasChromium) count('tests in the browser', 'failed', 'no Chromium, see above');
  const projects = onlyNode || !hasChromium ? ['--project', 'node'] : [];
  const tests = await runVitest([...projects, ...filters]);
  for (const end of ['passed', 'failed', 'skipped']) total[end] += tests[end];
  if (tests.failed > 0) failures.push(`${tests.failed} in vitest${tests.note === '' ? '' : `: ${tests.note}`}`);

  if (!onlyNode) {
    const { smoke } = await import('./smoke.mjs');
    for (const { name, end, note } of await smoke()) count(name, end, note);
  }
}

try {
  await runAll(process.argv.slice(2));
} catch (error) {
  count('test program', 'failed', error.stack);
}
if (failures.length > 0) console.log(`\nfailed:\n  ${failures.join('\n  ')}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
