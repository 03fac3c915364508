// `npm run nightly [rounds]`: the long search for broken inputs. Runs the fuzz and mutation tests with 20 times the work
// (FUMAROLE_FUZZ_FACTOR) and another seed (FUMAROLE_FUZZ_SEED) in every round; a failure prints the seed to repeat it.
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { runVitest } from './vitest.mjs';

const FACTOR = 20;
const rounds = Number(process.argv[2] ?? 5);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`rounds is ${process.argv[2]}; expected a whole number above 0`);
  process.exit(2);
}

await ensureInstalled();
const { ok, lines } = await build();
if (!ok) {
  console.error(lines.join('\n'));
  process.exit(1);
}

const firstSeed = Math.floor(Date.now() / 86_400_000) * 1000; // another one each day
const total = { passed: 0, failed: 0, skipped: 0 };
for (let round = 0; round < rounds; round++) {
  const env = { FUMAROLE_FUZZ_FACTOR: String(FACTOR), FUMAROLE_FUZZ_SEED: String(firstSeed + round) };
  console.log(
    `round ${round + 1} of ${rounds}: FUMAROLE_FUZZ_FACTOR=${FACTOR} FUMAROLE_FUZZ_SEED=${firstSeed + round}`,
  );
  const slow = ['--testTimeout=1800000'];
  const counts = await runVitest(['--project', 'node', ...slow, 'mutation', 'fuzz', 'damage'], {
    env,
    timeout_s: 14_400,
  });
  if (counts.note) console.log(counts.note);
  for (const end of Object.keys(total)) total[end] += counts[end];
}
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
