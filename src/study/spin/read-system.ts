// A spin system by the name of a molecule in the library, or from a file.
import { messageOf, ScienceError, utf8 } from '../../base/index.ts';
import {
  libraryMolecule,
  makeSpinSpace,
  readSpins,
  type LibraryMolecule,
  type SpinSystem,
} from '../../physics/spins/index.ts';
import type { StudyFiles } from '../files.ts';
import { parseSettings } from '../settings-text.ts';
import { spinSystemSchema, systemOf } from './system-settings.ts';

export interface NamedSystem {
  readonly system: SpinSystem;
  /** Where the numbers of a library molecule come from; empty for a file. */
  readonly provenance: LibraryMolecule['provenance'];
  /** What a reader must know of them. */
  readonly notes: readonly string[];
}

/** `name` is a molecule of the library or the path of a system file. `where` says who named it. */
export function readSystem(name: string, files: StudyFiles, where?: string): NamedSystem {
  if (!/\.(ya?ml|json)$|[/\\]/i.test(name)) {
    const molecule = libraryNamed(name, where);
    return { system: molecule.system, provenance: molecule.provenance, notes: notesOf(molecule) };
  }
  const system = systemOf(parseSettings(spinSystemSchema, utf8(files.read(name)), name));
  try {
    makeSpinSpace(readSpins(system), { heteronuclear: 'full' });
  } catch (cause) {
    if (cause instanceof ScienceError) throw new ScienceError(cause.kind, cause.message, { where: name, cause });
    throw cause;
  }
  return { system, provenance: [], notes: [] };
}

function libraryNamed(name: string, where: string | undefined): LibraryMolecule {
  try {
    return libraryMolecule(name);
  } catch (cause) {
    throw new ScienceError('format', `${messageOf(cause)}. A file ends in .yaml or .json`, {
      ...(where === undefined ? {} : { where }),
      cause,
    });
  }
}

/** What a reader of a spectrum or of pulses must know of spins without a chemical shift. */
export function shiftNotes({ spins }: SpinSystem): string[] {
  const bare = spins.filter(({ shift_ppm }) => shift_ppm === undefined).map(({ label }) => label);
  if (bare.length === 0) return [];
  return [
    `No shift_ppm is given for ${bare.join(', ')}: 0 ppm is taken, so lines stand there that belong elsewhere, and spins of one isotope are as strongly coupled at high field as at low.`,
  ];
}

function notesOf({ system, provenance }: LibraryMolecule): string[] {
  const weak = provenance.filter(({ status }) => status === 'assumed' || status === 'memory-unverified');
  return weak.map(
    ({ what, source, status }) =>
      `ASSUMED (${status === 'assumed' ? 'no source' : 'recalled, not verified at the source'}): ${what} of ${system.name}: ${source}.`,
  );
}
