// Words and places that the default roads share.
import type { Range } from './settings.ts';

export const ROOM_K = 298.15;
export const EARTH_T = 5e-5;
/** Field of a transport coil or a small permanent magnet. */
export const GUIDE_T = 5e-3;

export const assumed = (why: string): Pick<Range, 'status' | 'source'> => ({ status: 'assumed', source: why });
export const NOT_FOUND = 'no figure found';
