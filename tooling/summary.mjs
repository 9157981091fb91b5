// Adds up the reports of the packages' test runs. Prints the software that skipped tests need, then `N passed, N failed,
// N skipped`. Exits with 1 if a test failed, if a file failed outside its tests, or if there is nothing to count.
import { globSync, readFileSync } from 'node:fs';
import { installCommand, missingCounterparts } from './vitest/src/counterparts.ts';

const missing = missingCounterparts();
const needing = new Map(missing.map((name) => [name, 0]));
let passed = 0;
let failed = 0;
let skipped = 0;
for (const path of globSync('{packages,apps,tooling}/*/reports/{test,long,conformance,rehearsal}.json')) {
  for (const { name, status, message, assertionResults } of JSON.parse(readFileSync(path, 'utf8'))
    .testResults) {
    const count = (wanted) => assertionResults.filter((result) => result.status === wanted).length;
    passed += count('passed');
    failed += count('failed');
    if (status === 'failed' && count('failed') === 0) {
      failed += 1;
      console.log(`${name} failed outside its tests: ${message}`);
    }
    for (const result of assertionResults) {
      if (result.status !== 'skipped' && result.status !== 'pending') continue;
      skipped += 1;
      for (const tag of result.tags ?? []) if (needing.has(tag)) needing.set(tag, needing.get(tag) + 1);
    }
  }
}
const rows = [...needing].filter(([, tests]) => tests > 0);
if (rows.length > 0) {
  console.log('\nSkipped, because this software is not installed (commands for Debian and Ubuntu):');
  for (const [name, tests] of rows) {
    console.log(`  ${name.padEnd(12)} ${String(tests).padStart(5)} tests   ${installCommand(name)}`);
  }
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
