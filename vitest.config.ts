// The test runner: everything runs in Node; everything that does not need Node runs in headless Chromium too.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from './tools/install.mjs';

const ONLY_NODE = ['src/edge/node/**', 'src/app/**', '**/*.node.test.ts'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'];
const TIMEOUTS = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...TIMEOUTS,
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.mjs'],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        // Named one by one, so that Vite prepares them before the first test and never reloads the page in mid-run.
        optimizeDeps: {
          include: [
            'dicom-parser',
            'fflate',
            'zod',
            'yaml',
            'd3-scale',
            'd3-scale-chromatic',
            'fast-png',
            'fast-check',
          ],
          noDiscovery: true,
        },
        test: {
          ...TIMEOUTS,
          name: 'browser',
          include: ['src/**/*.test.ts', 'test/**/*.browser.test.ts'],
          exclude: ONLY_NODE,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findChromium() ?? '/usr/bin/chromium', args: FLAGS },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
