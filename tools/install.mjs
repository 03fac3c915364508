// Makes sure that what the project needs is there: the npm packages of package-lock.json, and for the tests a Chromium and validators.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { npm, ROOT, run } from './run.mjs';

/** What npm says it installed, or undefined. npm writes this file last, so a broken install does not have it. */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Names of packages that the lock file wants and `installed` lacks or has in another version. */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted)
    .filter(([path, entry]) => {
      if (path === '' || entry.link) return false;
      const found = installed[path];
      if (found === undefined) return !entry.optional; // packages for other platforms are left out by npm
      return found.version !== entry.version || found.integrity !== entry.integrity;
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json says. Ends the program if that fails. */
export async function ensureInstalled() {
  const wanted = readLock(join(ROOT, 'package-lock.json'));
  if (wanted === undefined) throw new Error('package-lock.json is missing or broken; restore it from the repository');
  const installed = readLock(join(ROOT, 'node_modules', '.package-lock.json'));
  if (installed !== undefined && missingPackages(wanted, installed).length === 0) return;
  console.log('installing packages (npm ci) ...');
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) {
    console.error('npm ci failed: see above. It needs the npm registry and Node >= 20.19.');
    process.exit(1);
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of a Chromium: FUMAROLE_CHROMIUM, or the first one on the PATH; undefined if there is none. */
export function findChromium(env = process.env) {
  if (env.FUMAROLE_CHROMIUM) return existsSync(env.FUMAROLE_CHROMIUM) ? env.FUMAROLE_CHROMIUM : undefined;
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin'];
  return folders
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** The path of a Chromium, installed first if that can be done; undefined, with advice printed, if not. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.env.FUMAROLE_CHROMIUM) {
    console.error(`FUMAROLE_CHROMIUM is ${process.env.FUMAROLE_CHROMIUM}, but there is no such file`);
    return undefined;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('installing Chromium (apt-get install chromium) ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, capture: true, timeout_s: 900 };
    const update = await run('apt-get', ['update', '-q'], quiet);
    const install = await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], quiet);
    if (findChromium() !== undefined) return findChromium();
    console.error((update.stderr + install.stderr).trim().split('\n').slice(-5).join('\n'));
  }
  console.error(
    'The tests need Chromium. Debian: sudo apt-get install --no-install-recommends chromium. Other systems: install Chrome or Chromium and set FUMAROLE_CHROMIUM to its path.',
  );
  return undefined;
}

/** What checks the raw data that is written here: libismrmrd's own programs, h5py, an XML schema. Path and Debian package. */
const VALIDATORS = {
  '/usr/bin/ismrmrd_recon_cartesian_2d': 'ismrmrd-tools',
  '/usr/lib/python3/dist-packages/h5py': 'python3-h5py',
  '/usr/bin/xmllint': 'libxml2-utils',
};

/** Installs the validators where that can be done; without them their test is skipped. True where all are there. */
export async function ensureValidators() {
  const missing = () => Object.keys(VALIDATORS).filter((path) => !existsSync(path));
  if (missing().length === 0) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const packages = missing().map((path) => VALIDATORS[path]);
  console.log(`installing ${packages.join(', ')} (apt-get install) ...`);
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' }, capture: true, timeout_s: 900 };
  await run('apt-get', ['update', '-q'], quiet);
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], quiet);
  return missing().length === 0;
}
