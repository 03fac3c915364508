// The report of the example study, opened in a real browser: everything shows, nothing is fetched, nothing is complained about.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../tools/install.mjs';
import { command, example, inTemp, writeFiles } from './command.ts';

const complaints: string[] = [];
const requests: string[] = [];
let browser: Browser;
let page: Page;
let finish: () => void;
let removed: Promise<void>;

beforeAll(async () => {
  const folder = await new Promise<string>((ready) => {
    removed = inTemp(async (temp) => {
      const kept = new Promise<void>((done) => (finish = done));
      ready(temp);
      await kept;
    });
  });
  writeFiles(join(folder, 'study'), example());
  const { code, err } = await command('map', join(folder, 'study'), '--out', join(folder, 'out'));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  browser = await chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(folder, 'out/report.html')).href, { waitUntil: 'load' });
});

afterAll(async () => {
  await browser.close();
  finish();
  await removed;
});

describe('the report in Chromium', () => {
  it('has its title and the banner', async () => {
    expect(await page.title()).toContain('Simulated mouse abdomen, fumarate and malate');
    expect(await page.locator('h1').innerText()).toContain('Simulated mouse abdomen');
    const banner = page.getByText('Research use only, not for diagnosis.').first();
    expect(await banner.isVisible()).toBe(true);
    expect((await banner.boundingBox())!.y).toBeLessThan(900); // on the first screen
  });

  it('shows every figure, and every image in it decodes', async () => {
    const figures = await page.locator('figure > .card > svg').evaluateAll((all) =>
      all.map((svg) => {
        const { width, height } = svg.getBoundingClientRect();
        return {
          width,
          height,
          title: svg.querySelector('title')?.textContent ?? '',
          marks: svg.querySelectorAll('*').length,
        };
      }),
    );
    expect(figures).toHaveLength(5); // ratio, rate, signal to noise, time courses, spread of the rates
    for (const { width, height, marks } of figures) {
      expect(width).toBeGreaterThan(200);
      expect(height).toBeGreaterThan(100);
      expect(marks).toBeGreaterThan(20);
    }
    const images = await page.locator('figure img, figure svg image').evaluateAll((all) =>
      Promise.all(
        all.map(async (element) => {
          const image = new Image();
          image.src = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
          await image.decode();
          const { width, height } = element.getBoundingClientRect();
          return {
            embedded: image.src.startsWith('data:'),
            pixels: image.naturalWidth * image.naturalHeight,
            area: width * height,
          };
        }),
      ),
    );
    expect(images.length).toBeGreaterThanOrEqual(9); // three slices of each of three maps, at least
    for (const { embedded, pixels, area } of images) {
      expect(embedded).toBe(true);
      expect(pixels).toBeGreaterThan(1);
      expect(area).toBeGreaterThan(0);
    }
  });

  it('paints the figures: each has many colours on the screen', async () => {
    const figures = page.locator('figure > .card > svg');
    for (let n = 0; n < (await figures.count()); n++) {
      const png = (await figures.nth(n).screenshot()).toString('base64');
      const nColours = await page.evaluate(async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data: rgba } = context.getImageData(0, 0, image.width, image.height);
        return new Set(new Uint32Array(rgba.buffer)).size;
      }, png);
      expect(nColours).toBeGreaterThan(20);
    }
  });

  it('has rows and filled cells in every table, and no number that is none', async () => {
    const tables = await page
      .locator('table')
      .evaluateAll((all) =>
        all.map((table) =>
          [...table.querySelectorAll('tbody tr')].map((row) =>
            [...row.querySelectorAll('td, th')].map((cell) => cell.textContent.trim()),
          ),
        ),
      );
    expect(tables.length).toBeGreaterThanOrEqual(3);
    for (const rows of tables) {
      expect(rows.length).toBeGreaterThan(0);
      for (const cells of rows) for (const cell of cells) expect(cell).not.toBe('');
    }
    expect(await page.locator('body').innerText()).not.toMatch(/\bNaN\b|\bundefined\b|\[object|\bnull\b|Infinity/);
  });

  it('reads well on a telephone: nothing runs over the side of 390 pixels', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const { body, root } = await page.evaluate(() => ({
      body: document.body.scrollWidth,
      root: document.documentElement.scrollWidth,
    }));
    expect(Math.max(body, root)).toBeLessThanOrEqual(390);
    const widths = await page
      .locator('figure > .card > svg')
      .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().right));
    for (const right of widths) expect(right).toBeGreaterThan(0);
  });

  it('fetches nothing but itself and has nothing to complain about', () => {
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
    expect(requests[0]).toMatch(/^file:.*report\.html$/);
  });
});
