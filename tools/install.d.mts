// Types of install.mjs for vitest.config.ts.
export function findChromium(env?: Record<string, string | undefined>): string | undefined;
