// Versions for --version and for the provenance.
import { readFileSync } from 'node:fs';

export function versions(): Record<string, string> {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return { fumarole: (JSON.parse(text) as { version: string }).version, node: process.versions.node };
}
