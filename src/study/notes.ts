// Notes of several series as one list: what holds for all of them is said once.

export interface NoteAbout {
  /** Metabolite, or 'anatomy'. */
  readonly about: string;
  readonly text: string;
}

/** `fumarate, malate: text`, in the order of first appearance. */
export function joinNotes(notes: readonly NoteAbout[]): string[] {
  const about = new Map<string, string[]>();
  for (const note of notes) {
    const names = about.get(note.text) ?? [];
    if (!names.includes(note.about)) names.push(note.about);
    about.set(note.text, names);
  }
  return [...about].map(([text, names]) => `${names.join(', ')}: ${text}`);
}
