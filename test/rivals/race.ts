// Other programs beside ours in one run, turn by turn, in processor time of one core: what the machine does beside falls on all alike.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { addRow } from '../bench.ts';
import type { Limit } from './machine.ts';

/** A program that answers each line of input with the processor seconds of one run; `absent` says why it is not here. */
export interface Rival {
  readonly name: string;
  readonly command?: readonly string[];
  readonly absent?: string;
}

const ONE_CORE = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

/** Whether a command ends well. */
export const works = (command: string, ...argv: readonly string[]): boolean =>
  spawnSync(command, argv, { stdio: 'ignore', env: ONE_CORE }).status === 0;

/** Times `ours` and all rivals in turn, and adds a row for each rival, with what the machine could do at best; one more round is let go at the start. */
export async function race(
  name: string,
  size: string,
  ours: () => void,
  rivals: readonly Rival[],
  rounds: number,
  limit?: Limit,
): Promise<void> {
  const runners = rivals.map(({ command }) => (command ? start(command) : undefined));
  const times: number[] = [],
    theirs = rivals.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage();
    ours();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) times.push((user + system) / 1e6);
    for (const [i, runner] of runners.entries()) {
      const time_s = await runner?.ask();
      if (round > 0 && time_s !== undefined) theirs[i]!.push(time_s);
    }
  }
  for (const runner of runners) runner?.stop();
  rivals.forEach(({ name: rival, absent }, i) => {
    if (absent === undefined) addRow(`${name} : ${rival}`, size, times, theirs[i], limit);
    else addRow(`${name} : ${rival} absent, ${absent}`, size, times, undefined, limit);
  });
}

interface Runner {
  readonly ask: () => Promise<number>;
  readonly stop: () => void;
}

function start([program, ...argv]: readonly string[]): Runner {
  const child = spawn(program!, argv, { stdio: ['pipe', 'pipe', 'inherit'], env: ONE_CORE });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async () => {
      child.stdin.write('run\n');
      const answer: IteratorResult<string, unknown> = await lines.next();
      // user and system time may come as two numbers
      const time_s = answer.done ? NaN : answer.value.trim().split(/\s+/).reduce((sum, part) => sum + Number(part), 0); // prettier-ignore
      if (!Number.isFinite(time_s)) throw new Error(`${program} ${argv.join(' ')} did not answer with a time`);
      return time_s;
    },
    stop: () => child.stdin.end(),
  };
}
