// Text in bytes, without TextDecoder: the core knows no DOM.

/** UTF-8 (RFC 3629); a byte that cannot be becomes U+FFFD. */
export function utf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    const extra =
      lead < 0x80 ? 0 : lead >= 0xc2 && lead < 0xe0 ? 1 : lead < 0xc2 ? -1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
    let code = extra < 0 ? 0xfffd : extra === 0 ? lead : lead & (0x3f >> extra);
    for (let n = 1; n <= extra; n++) {
      const next = bytes[at + n];
      if (next === undefined || (next & 0xc0) !== 0x80) {
        code = -1;
        break;
      }
      code = code * 64 + (next & 0x3f);
    }
    const least = extra === 3 ? 0x10000 : extra === 2 ? 0x800 : 0;
    const good = code >= least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && extra >= 0;
    parts.push(good ? String.fromCodePoint(code) : '\ufffd');
    at += good ? extra + 1 : 1;
  }
  return parts.join('');
}
