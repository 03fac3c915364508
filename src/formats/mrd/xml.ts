// XML as MRD headers use it: elements and text. Attributes are passed over; document types and own entities are refused, so that nothing grows.
import { ScienceError } from '../../base/index.ts';
import { quoted } from '../text.ts';

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const MAX_DEPTH = 32;
const MAX_ELEMENTS = 100_000;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s<>=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/** The root element. Throws with the line where the text is not well-formed. */
export function readXml(text: string, where: string): XmlElement {
  const wrong = (what: string, at: number): never => {
    const line = text.slice(0, at).split('\n').length;
    throw new ScienceError('format', `the XML header is broken: ${what}`, { where: `${where}, line ${line}` });
  };
  const root: OpenElement = { name: '', text: '', children: [] };
  const open: OpenElement[] = [root];
  let count = 0;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return wrong(`${quoted(text.slice(at, at + 30))} cannot be read`, at);
    const [whole, cdata, closed, opened, , empty, plain] = match;
    const inner = open.at(-1)!;
    if (cdata !== undefined) inner.text += cdata;
    else if (plain !== undefined) inner.text += unescaped(plain, (what) => wrong(what, at));
    else if (closed !== undefined) {
      if (open.length < 2 || closed !== inner.name) wrong(`</${closed.slice(0, 60)}> closes nothing`, at);
      open.pop();
      open.at(-1)!.children.push(finished(inner));
    } else if (opened !== undefined) {
      if (++count > MAX_ELEMENTS || open.length > MAX_DEPTH) wrong('too many or too deep elements', at);
      const element: OpenElement = { name: opened, text: '', children: [] };
      if (empty === '/') inner.children.push(finished(element));
      else open.push(element);
    }
    at += whole.length;
  }
  if (open.length > 1) wrong(`<${open.at(-1)!.name.slice(0, 60)}> is not closed`, text.length);
  if (root.children.length !== 1 || root.text.trim() !== '') wrong('it needs exactly one outer element', 0);
  return root.children[0]!;
}

const finished = ({ name, text, children }: OpenElement): XmlElement => ({
  name: name.slice(name.indexOf(':') + 1),
  text: text.trim(),
  children,
});

function unescaped(text: string, wrong: (what: string) => never): string {
  return text.replace(/&([^;&]{0,12})(;?)/g, (whole, name: string, end: string) => {
    const code = /^#(\d{1,7}|x[0-9a-fA-F]{1,6})$/.exec(name)?.[1];
    const point = code === undefined ? NaN : code.startsWith('x') ? parseInt(code.slice(1), 16) : Number(code);
    if (end === ';' && point > 0 && point <= 0x10ffff) return String.fromCodePoint(point);
    if (end === ';' && Object.hasOwn(NAMED, name)) return NAMED[name]!;
    return wrong(`${quoted(whole)} is no known entity`);
  });
}

/** Text as it stands inside an element: ASCII only, the rest as numbers. */
export function escapedXml(text: string): string {
  return text.replace(/[&<>]|[^\x20-\x7e\n\t]/gu, (letter) => `&#${letter.codePointAt(0)!};`);
}
