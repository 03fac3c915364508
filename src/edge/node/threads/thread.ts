// One thread of a pool: takes a task, does it, sends back what came out.
import { parentPort } from 'node:worker_threads';
import { ScienceError } from '../../../base/index.ts';
import { TASKS, type TaskInput, type TaskName } from './tasks.ts';

export interface Order {
  readonly name: TaskName;
  readonly input: TaskInput<TaskName>;
}

export type Answer =
  | { readonly result: unknown }
  | {
      readonly message: string;
      /** Where it was a `ScienceError`. */
      readonly kind?: ScienceError['kind'];
      readonly where?: string;
    };

parentPort!.on('message', ({ name, input }: Order) => {
  parentPort!.postMessage(answer(() => (TASKS[name] as (input: unknown) => unknown)(input)));
});

function answer(work: () => unknown): Answer {
  try {
    return { result: work() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof ScienceError
      ? { message, kind: error.kind, ...(error.where === undefined ? {} : { where: error.where }) }
      : { message };
  }
}
