// A spin system by the name of a molecule in the library, or from a file.
import { nearestName, ScienceError, utf8 } from '../../base/index.ts';
import {
  libraryMolecule,
  makeSpinSpace,
  MOLECULES,
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

/** Names that stand for one of several sets of numbers. */
const ALIASES: Readonly<Record<string, string>> = { fumarate: 'fumarate, set B' };

/** `name` is a molecule of the library (letters' case apart) or the path of a system file. `where` says who named it. */
export function readSystem(name: string, files: StudyFiles, where?: string): NamedSystem {
  const names = MOLECULES.map((one) => one.system.name);
  const wanted = Object.hasOwn(ALIASES, name.toLowerCase()) ? ALIASES[name.toLowerCase()]! : name;
  const found = names.find((one) => one.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) {
    const molecule = libraryMolecule(found);
    return { system: molecule.system, provenance: molecule.provenance, notes: notesOf(molecule) };
  }
  if (!/\.(ya?ml|json)$|[/\\]/i.test(name)) {
    const near = nearestName(name, [...Object.keys(ALIASES), ...names])!;
    throw new ScienceError(
      'format',
      `no molecule of the library is called '${name}'; did you mean '${near}'? A file ends in .yaml or .json. Library: ${names.join('; ')}`,
      where === undefined ? {} : { where },
    );
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
