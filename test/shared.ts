// The shared folder with real data and independent numbers. It stands beside the checkout of a developer and of CI, not of a user.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Tests and benchmarks run in the root of the checkout, wherever they were compiled to. */
const folder = resolve('..', 'shared');

/** Path of the shared folder; undefined where there is none, and then its tests are skipped. */
export const SHARED: string | undefined = existsSync(folder) ? folder : undefined;

/** Bytes of one shared file; throws where the folder is there and the file is not. */
export function sharedFile(relative: string): Uint8Array {
  return new Uint8Array(readFileSync(`${folder}/${relative}`));
}

export function sharedJson<T>(relative: string): T {
  return JSON.parse(readFileSync(`${folder}/${relative}`, 'utf8')) as T;
}
