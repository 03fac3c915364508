import { expect, test } from 'vitest';
import { prefixIds, proseHtml, type Block } from './page-blocks.ts';
import { RESEARCH_USE_ONLY } from '../svg.ts';
import { reportPage } from './page.ts';

const page = (...blocks: Block[]): string =>
  reportPage({ title: 'A & B', lead: 'x < y', sections: [{ heading: 'H', blocks }] });

test('a page says that it is for research only, carries no script and fetches nothing', () => {
  const html = page({ kind: 'figure', svg: '<svg></svg>', caption: 'A picture' });
  expect(html.startsWith('<!DOCTYPE html>')).toBe(true);
  expect(html).toContain(RESEARCH_USE_ONLY);
  expect(html).not.toMatch(/<script|<link|@import|src=|https?:/);
});

test('every text is escaped', () => {
  const nasty = '<img src=x onerror=alert(1)>';
  const html = reportPage({
    title: nasty,
    subtitle: nasty,
    lead: nasty,
    footer: nasty,
    sections: [
      {
        heading: nasty,
        blocks: [
          { kind: 'text', text: [nasty, { strong: nasty }, { code: nasty }, { link: nasty, href: nasty }] },
          { kind: 'figure', svg: '<svg></svg>', caption: nasty },
          { kind: 'table', columns: [{ label: nasty, unit: nasty }], rows: [[nasty]], caption: nasty },
          { kind: 'notes', items: [nasty] },
          { kind: 'code', text: nasty },
          { kind: 'keyValues', items: [{ key: nasty, value: nasty }] },
        ],
      },
    ],
  });
  expect(html).not.toContain('<img');
  expect(html.match(/&lt;img src=x/g)).toHaveLength(19);
});

test('a section with nothing to say has no heading', () => {
  expect(page({ kind: 'notes', items: [] })).not.toContain('<h2>');
  expect(page({ kind: 'notes', items: [] }, { kind: 'text', text: 'words' })).toContain('<h2>H</h2>');
});

test('only https and places in the page become links', () => {
  expect(proseHtml([{ link: 'a', href: 'javascript:alert(1)' }])).toBe('a');
  expect(proseHtml([{ link: 'a', href: 'https://x.org/?a=1&b=2' }])).toBe('<a href="https://x.org/?a=1&amp;b=2">a</a>');
});

test('figures and tables are numbered through the page', () => {
  const figure: Block = { kind: 'figure', svg: '<svg></svg>', caption: 'c' };
  const table: Block = { kind: 'table', columns: [{ label: 'n', align: 'right' }], rows: [['1']] };
  const html = page(figure, table, figure);
  for (const words of ['Figure 1.', 'Figure 2.', 'Table 1.']) expect(html).toContain(`<b>${words}</b>`);
  expect(html).toContain('<th scope="row" class="right">1</th>');
});

test('two drawings with the same ids do not clash', () => {
  const svg = '<svg><clipPath id="a"/><g clip-path="url(#a)"><use href="#a"/></g><text>id="a" url(#a)</text></svg>';
  expect(prefixIds(svg, 'f1-')).toBe(
    '<svg><clipPath id="f1-a"/><g clip-path="url(#f1-a)"><use href="#f1-a"/></g><text>id="a" url(#a)</text></svg>',
  );
});

test('a row with a missing cell is refused', () => {
  expect(() => page({ kind: 'table', columns: [{ label: 'a' }, { label: 'b' }], rows: [['1']] })).toThrow(
    'row 1 of a table has 1 cells for 2 columns',
  );
});
