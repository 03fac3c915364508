// Progress of long work on the terminal; silent where the error output is no terminal.
import type { Run } from '../../base/index.ts';

export function terminalRun(quiet: boolean): Run & { end(): void } {
  const shown = !quiet && process.stderr.isTTY;
  let last = '';
  return {
    step(done, total, what) {
      if (!shown) return;
      const text = total > 1 ? `${what} ${Math.round((100 * done) / total)}%` : what;
      if (text !== last) process.stderr.write(`\r\x1b[K${text}`);
      last = text;
    },
    end() {
      if (shown && last !== '') process.stderr.write('\r\x1b[K');
    },
  };
}
