// Runs another program to its end, so that nothing is left behind: the child leads its own process group, and the
// group is ended when the child is done, when time is up, or when this program is told to stop.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

const groups = new Set();

function endGroup(pid) {
  groups.delete(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // the group has ended by itself
  }
}

let watching = false;

/** From the first child on, this program ends its children whichever way it ends itself. */
function watchOwnEnd() {
  if (watching) return;
  watching = true;
  process.on('exit', () => [...groups].forEach(endGroup));
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => process.exit(code));
}

/**
 * Runs `command` with `args` in the root folder (or `cwd`). Its output is shown, or kept when `capture` is set.
 * Never throws: { code, stdout, stderr, timedOut }; a program that could not start has code 127.
 */
export function run(command, args, { cwd = ROOT, env = {}, capture = false, timeout_s } = {}) {
  watchOwnEnd();
  return new Promise((done) => {
    const pipe = capture ? 'pipe' : 'inherit';
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', pipe, pipe],
      detached: process.platform !== 'win32',
    });
    const kept = { stdout: [], stderr: [] };
    let timedOut = false;
    if (child.pid !== undefined) groups.add(child.pid);
    child.stdout?.on('data', (part) => kept.stdout.push(part));
    child.stderr?.on('data', (part) => kept.stderr.push(part));
    const timer =
      timeout_s === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endGroup(child.pid);
          }, timeout_s * 1000);
    const end = (code, message = '') => {
      clearTimeout(timer);
      if (child.pid !== undefined) endGroup(child.pid);
      const text = (parts) => Buffer.concat(parts).toString('utf8');
      done({ code, stdout: text(kept.stdout), stderr: text(kept.stderr) + message, timedOut });
    };
    child.on('error', (error) => end(127, `${error.message}\n`));
    // A grandchild may keep the pipes open after the child has gone: end the group at 'exit', so that 'close' comes.
    child.on('exit', () => child.pid !== undefined && endGroup(child.pid));
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Runs npm by the way this program was started, so that no other npm is picked up. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli !== undefined && /\.c?js$/.test(cli)
    ? run(process.execPath, [cli, ...args], options)
    : run('npm', args, options);
}
