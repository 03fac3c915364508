// The signature at the end of a .seq file: MD5 of all before it, without the line end that precedes [SIGNATURE].
import { latin1 } from '../text.ts';
import { md5 } from './md5.ts';
import { wordsOf, type SeqText } from './lines.ts';

/** `valid`, `wrong` (the file was changed after it was signed), `absent`, or `unknown` kind of hash. */
export type SignatureState = 'valid' | 'wrong' | 'absent' | 'unknown';

export function checkSignature(bytes: Uint8Array, { sections }: SeqText): SignatureState {
  const section = sections.get('SIGNATURE');
  if (section === undefined) return 'absent';
  const entries = new Map(
    section.rows.map((row) => wordsOf(row)).map(([key = '', value = '']) => [key.toLowerCase(), value]),
  );
  if (entries.get('type')?.toLowerCase() !== 'md5') return 'unknown';
  let at = bytes.length;
  do at = bytes.lastIndexOf(0x5b, at - 1);
  while (at > 0 && !(bytes[at - 1] === 10 && latin1(bytes.subarray(at, at + 11)).toUpperCase() === '[SIGNATURE]'));
  if (at < 1) return 'wrong';
  const hash = entries.get('hash')?.toLowerCase();
  // files from Windows end their lines with two bytes; some toolboxes hash the line end too
  const ends = [1, bytes[at - 2] === 13 ? 2 : 1, 0];
  return ends.some((end) => md5(bytes.subarray(0, at - end)) === hash) ? 'valid' : 'wrong';
}

/** The text with its signature. */
export function signed(text: string, ascii: (text: string) => Uint8Array): string {
  const note = '# MD5 of everything above, without the line end before [SIGNATURE]';
  return `${text}\n[SIGNATURE]\n${note}\nType md5\nHash ${md5(ascii(text))}\n`;
}
