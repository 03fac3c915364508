// The parts of a report page as HTML: text, figure, table, notes, code, key and value. Every text is escaped; there is no way in for markup.
import { ScienceError } from '../../base/index.ts';
import { element, escapeText } from '../svg.ts';

/** A run of text, plain or in one style. */
export type Inline =
  | string
  | { readonly strong: string }
  | { readonly emphasis: string }
  | { readonly code: string }
  | { readonly sub: string }
  | { readonly sup: string }
  | { readonly link: string; readonly href: string };
export type Prose = string | readonly Inline[];

export interface TableColumn {
  readonly label: string;
  readonly unit?: string | undefined;
  /** 'right' for numbers; 'left' if not given. */
  readonly align?: 'left' | 'right' | 'centre' | undefined;
}

export type Block =
  | { readonly kind: 'text'; readonly text: Prose }
  | { readonly kind: 'figure'; readonly svg: string; readonly caption: Prose }
  | {
      readonly kind: 'table';
      readonly columns: readonly TableColumn[];
      /** One cell per column; the first one names its row. */
      readonly rows: readonly (readonly Prose[])[];
      readonly caption?: Prose | undefined;
    }
  | { readonly kind: 'notes'; readonly items: readonly Prose[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'keyValues'; readonly items: readonly { readonly key: string; readonly value: Prose }[] };

/** Counts figures and tables through a whole page. */
export interface BlockCount {
  figures: number;
  tables: number;
}

export function blockHtml(block: Block, count: BlockCount): string {
  switch (block.kind) {
    case 'text':
      return `<p>${proseHtml(block.text)}</p>`;
    case 'figure': {
      const number = ++count.figures;
      const svg = prefixIds(block.svg, `f${number}-`);
      return `<figure id="figure-${number}"><div class="card">${svg}</div><figcaption><b>Figure ${number}.</b> ${proseHtml(block.caption)}</figcaption></figure>`;
    }
    case 'table':
      return tableHtml(block, count);
    case 'notes':
      return `<ul class="notes">${block.items.map((item) => `<li>${proseHtml(item)}</li>`).join('')}</ul>`;
    case 'code':
      return `<pre><code>${escapeText(block.text)}</code></pre>`;
    case 'keyValues': {
      const pairs = block.items.map(({ key, value }) => `<dt>${escapeText(key)}</dt><dd>${proseHtml(value)}</dd>`);
      return `<dl class="pairs">${pairs.join('')}</dl>`;
    }
  }
}

export function proseHtml(prose: Prose): string {
  return typeof prose === 'string' ? escapeText(prose) : prose.map(inlineHtml).join('');
}

function inlineHtml(run: Inline): string {
  if (typeof run === 'string') return escapeText(run);
  if ('strong' in run) return `<strong>${escapeText(run.strong)}</strong>`;
  if ('emphasis' in run) return `<em>${escapeText(run.emphasis)}</em>`;
  if ('code' in run) return `<code>${escapeText(run.code)}</code>`;
  if ('sub' in run) return `<sub>${escapeText(run.sub)}</sub>`;
  if ('sup' in run) return `<sup>${escapeText(run.sup)}</sup>`;
  // Only addresses that cannot run anything become links.
  return /^(https:\/\/|#)/.test(run.href)
    ? element('a', { href: run.href }, escapeText(run.link))
    : escapeText(run.link);
}

function tableHtml({ columns, rows, caption }: Extract<Block, { kind: 'table' }>, count: BlockCount): string {
  const number = ++count.tables;
  const style = columns.map(({ align = 'left' }) => (align === 'left' ? '' : ` class="${align}"`));
  const head = columns.map(({ label, unit }, i) => {
    const small = unit === undefined ? '' : `<span class="unit">${escapeText(unit)}</span>`;
    return `<th scope="col"${style[i]}>${escapeText(label)}${small}</th>`;
  });
  const body = rows.map((row, at) => {
    if (row.length !== columns.length) {
      throw new ScienceError(
        'argument',
        `row ${at + 1} of a table has ${row.length} cells for ${columns.length} columns`,
      );
    }
    const cells = row.map((cell, i) => {
      const tag = i === 0 ? 'th scope="row"' : 'td';
      return `<${tag}${style[i]}>${proseHtml(cell)}</${i === 0 ? 'th' : 'td'}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const words = caption === undefined ? '' : ` ${proseHtml(caption)}`;
  return `<div class="wide"><table id="table-${number}"><caption><b>Table ${number}.</b>${words}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** The same drawing with every id, and every reference to one, under a prefix: two drawings in one page cannot clash. */
export function prefixIds(svg: string, prefix: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag
      .replace(/(\sid=")([^"]+)/g, `$1${prefix}$2`)
      .replace(/(\s(?:xlink:)?href="#)([^"]+)/g, `$1${prefix}$2`)
      .replace(/(url\((?:&quot;|&#39;|')?#)([^)]+)/g, `$1${prefix}$2`),
  );
}
