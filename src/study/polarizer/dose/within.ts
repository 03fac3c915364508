// Errors say the whole way to their place: the file, and the section in it.
import { ScienceError } from '../../../base/index.ts';

/** Puts `outer` before the place of any ScienceError that `work` throws; without `outer` it only works. */
export function within<T>(outer: string | undefined, joint: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof ScienceError) || outer === undefined) throw thrown;
    const { where, message, kind } = thrown;
    const bare = where === undefined ? message : message.replace(` (at ${where})`, '');
    throw new ScienceError(kind, bare, {
      where: where === undefined ? outer : `${outer}${joint}${where}`,
      cause: thrown,
    });
  }
}
