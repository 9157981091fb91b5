// Compares this package with each peer, part by part: `digests` and HMAC at three sizes, a `file` of 1 GiB, and the `engines`
// that could compute BLAKE2b with parameters. Arguments name the parts, of which all run without any; `--readme` writes what
// they found into the README.

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { writeSection } from '@countersign/bench';
import { digestReport } from './digests.ts';
import { engineReport } from './engines.ts';
import { fileReport } from './files.ts';
import type { Report } from './report.ts';

const PARTS: Readonly<Record<string, () => Promise<Report>>> = {
  digests: digestReport,
  file: fileReport,
  engines: engineReport,
};

const { values, positionals } = parseArgs({
  options: { readme: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = positionals.length === 0 ? Object.keys(PARTS) : positionals;

mkdirSync('reports', { recursive: true });
for (const name of names) {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`There is no part ${name}: only ${Object.keys(PARTS).join(', ')}.`);
  const report = await part();
  process.stdout.write(`${report.text}\n\n`);
  writeFileSync(`reports/bench-${name}.json`, `${JSON.stringify(report.values, null, 2)}\n`);
  if (values.readme) writeSection('README.md', name, report.text);
}
