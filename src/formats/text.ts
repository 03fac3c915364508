// Text in bytes, and text from files made fit for a one-line message.

export { utf8 } from '../base/index.ts';

/** Latin-1; stops at `maxBytes`. */
export function latin1(bytes: Uint8Array, maxBytes = 10_240): string {
  let text = '';
  const end = Math.min(bytes.length, maxBytes);
  for (let at = 0; at < end; at += 4096) {
    const codes = bytes.subarray(at, Math.min(end, at + 4096)) as unknown as number[];
    text += String.fromCharCode.apply(null, codes); // spreading a typed array is several times slower
  }
  return text;
}

/** Text from a file, quoted for a message: one line, printable, at most `maxLength` letters. */
export function quoted(text: string, maxLength = 60): string {
  const clean = text.replace(/[^\x20-\x7e\u00a1-\u024f]/g, '?').trim();
  return `'${clean.length > maxLength ? `${clean.slice(0, maxLength)}...` : clean}'`;
}

/** Latin-1 up to the first zero byte, without blanks at the end. */
export function zeroEnded(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return latin1(end < 0 ? bytes : bytes.subarray(0, end)).trimEnd();
}

/** Bytes of ASCII text; anything above 127 becomes '?'. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => (letter.charCodeAt(0) < 128 ? letter.charCodeAt(0) : 63));
}
