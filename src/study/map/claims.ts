// What the files say of their acquisition beside what the study file says: every contradiction becomes a note, the study file decides.
import type { ImageSeries } from '../../records/index.ts';
import type { NoteAbout } from '../notes.ts';
import type { MapSettings } from './settings.ts';

export function contradictions(series: readonly ImageSeries[], settings: MapSettings): NoteAbout[] {
  return series.flatMap(({ name, claims }) => {
    const texts: string[] = [];
    if (claims.nucleus !== undefined && !/^13\s*-?C$|^C\s*-?13$/i.test(claims.nucleus)) {
      texts.push(`The files say nucleus ${claims.nucleus}; 13C was taken.`);
    }
    if (claims.repetition_s !== undefined && differs(claims.repetition_s, settings.repetition_s)) {
      texts.push(
        `The files say repetition time ${claims.repetition_s} s; the study file says ${settings.repetition_s} s, which was taken.`,
      );
    }
    const flips = settings.flipAngles_deg[name]!;
    if (claims.flipAngle_deg !== undefined && (Array.isArray(flips) || differs(claims.flipAngle_deg, flips))) {
      const ours = Array.isArray(flips) ? 'lists one for each time point' : `says ${flips}`;
      texts.push(`The files say flip angle ${claims.flipAngle_deg} degrees; the study file ${ours}, which was taken.`);
    }
    const largest = Math.max(...[flips].flat().map(Math.abs));
    if (largest > 0 && largest <= Math.PI / 2) {
      texts.push(`No flip angle is larger than ${largest.toPrecision(3)} degrees; were they given in radians?`);
    }
    return texts.map((text) => ({ about: name, text }));
  });
}

const differs = (a: number, b: number): boolean => Math.abs(a - b) > 1e-3 * Math.max(Math.abs(a), Math.abs(b));
