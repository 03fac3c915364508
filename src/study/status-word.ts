// How the origin of a number is called where people read it; files for programs keep the status itself.

const WORDS: Readonly<Record<string, string>> = { assumed: 'ASSUMED', 'memory-unverified': 'recalled' };

/** `read`, `computed`, `recalled`, `ASSUMED`. */
export const statusWord = (status: string): string => WORDS[status] ?? status;
