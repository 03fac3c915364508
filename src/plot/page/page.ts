// A report as one HTML file that can be mailed: inline style, inline drawings, no scripts, nothing fetched.
import { blockHtml, proseHtml, type Block, type Prose } from './page-blocks.ts';
import { PAGE_STYLE } from './page-style.ts';
import { escapeText, RESEARCH_USE_ONLY } from '../svg.ts';

export interface ReportPage {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What was found, in a few sentences. */
  readonly lead?: Prose | undefined;
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[];
  readonly footer?: Prose | undefined;
}

export function reportPage({ title, subtitle, lead, sections, footer }: ReportPage): string {
  const count = { figures: 0, tables: 0 };
  const body = sections
    .filter(({ blocks }) => !blocks.every(isEmpty))
    .map(({ heading, blocks }) => {
      const inner = blocks.map((block) => blockHtml(block, count)).join('\n');
      return `<section>\n<h2>${escapeText(heading)}</h2>\n${inner}\n</section>`;
    });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Fumarole">
<title>${escapeText(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<p class="banner" role="note">${RESEARCH_USE_ONLY}</p>
<header>
<h1>${escapeText(title)}</h1>
${subtitle === undefined ? '' : `<p class="subtitle">${escapeText(subtitle)}</p>`}
${lead === undefined ? '' : `<p class="lead">${proseHtml(lead)}</p>`}
</header>
<main>
${body.join('\n')}
</main>
${footer === undefined ? '' : `<footer><p>${proseHtml(footer)}</p></footer>`}
</body>
</html>
`;
}

/** A list without items says nothing; a section of such lists is left out with its heading. */
const isEmpty = (block: Block): boolean =>
  (block.kind === 'notes' || block.kind === 'keyValues') && block.items.length === 0;
