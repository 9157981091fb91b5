// Adds up the reports that the packages' test runs left and prints `N passed, N failed`.
// Exits 1 when a test failed, when a suite failed before or after its tests, or when there is nothing to count.
import { globSync, readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const path of globSync('{packages,apps,tooling}/*/reports/{test,conformance,rehearsal}.json')) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  for (const suite of report.testResults) {
    const broken =
      suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed');
    if (broken) failed += 1;
    if (broken) console.log(`${suite.name}: failed outside its tests: ${suite.message}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
