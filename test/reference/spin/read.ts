// Reads a reference file of this folder for a test.
import { readFileSync } from 'node:fs';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the references are foreign, untyped JSON
export function spinReference(name: string): any {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
