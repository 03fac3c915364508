// A few threads that stay, for work that comes in parts. A part gives the same digits on any thread, and in this one.
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ScienceError } from '../../../base/index.ts';
import { TASKS, type TaskInput, type TaskName, type TaskResult } from './tasks.ts';
import type { Answer, Order } from './thread.ts';

export interface ThreadPool {
  /** Results in the order of the inputs; the first failure fails all. Calls that overlap share the threads, first come first served. */
  run<Name extends TaskName>(name: Name, inputs: readonly TaskInput<Name>[]): Promise<readonly TaskResult<Name>[]>;
  /** Ends the threads; what still runs is given up. */
  close(): Promise<void>;
}

const ENTRY = new URL('./thread.js', import.meta.url);

/** A pool of `size` threads; with one, or where the compiled thread is missing, the work is done here. */
export function openThreads(size: number, entry: URL = ENTRY): ThreadPool {
  if (!(size >= 1)) throw new ScienceError('argument', `${size} threads; expected at least 1`);
  if (size === 1 || !existsSync(entry)) return HERE;
  const threads = Array.from({ length: Math.floor(size) }, () => new Thread(entry));
  const idle = [...threads];
  const waiting: ((thread: Thread) => void)[] = [];
  const free = (): Promise<Thread> => {
    const thread = idle.pop();
    return thread ? Promise.resolve(thread) : new Promise((resolve) => waiting.push(resolve));
  };
  const release = (thread: Thread): void => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  return {
    async run(name, inputs) {
      const results = inputs.map(async (input) => {
        const thread = await free();
        return thread.do(name, input).finally(() => release(thread));
      });
      return (await Promise.all(results)) as TaskResult<typeof name>[];
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

const HERE: ThreadPool = {
  run: async (name, inputs) => {
    const task = TASKS[name] as (input: TaskInput<typeof name>) => TaskResult<typeof name>;
    return Promise.resolve(inputs.map((input) => task(input)));
  },
  close: () => Promise.resolve(),
};

/** One worker, which does one thing at a time. */
class Thread {
  readonly #worker: Worker;
  #waiting: { resolve: (result: unknown) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;

  constructor(entry: URL) {
    this.#worker = new Worker(entry);
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => {
      const call = this.#waiting;
      this.#waiting = undefined;
      this.#worker.unref();
      if ('result' in answer) call?.resolve(answer.result);
      else call?.reject(errorOf(answer));
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new ScienceError('aborted', 'a thread ended before its work was done')));
  }

  do(name: TaskName, input: TaskInput<TaskName>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting = { resolve, reject };
      this.#worker.ref();
      this.#worker.postMessage({ name, input } satisfies Order);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

function errorOf(answer: Exclude<Answer, { result: unknown }>): Error {
  if (answer.kind === undefined) return new Error(answer.message);
  // The place is part of the message already.
  return new ScienceError(answer.kind, answer.message);
}
