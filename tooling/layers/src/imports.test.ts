import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cyclesOf, entriesOf, type Graph, importsIn } from './imports.ts';

const workspace = resolve(import.meta.dirname, '../../..');
const projects = globSync(
  ['packages/*/src', 'apps/{cli,docs}/src', 'apps/{demo,playground}', 'tooling/*/src'],
  {
    cwd: workspace,
  },
);

describe.each(projects)('%s', (folder) => {
  const imports = importsIn(join(workspace, folder));

  test('has no cycle of files, types included', () => {
    expect(cyclesOf(imports)).toEqual([]);
  });

  test('has no cycle of folders', () => {
    const cycles = [...entriesOf(imports)].flatMap(([parent, graph]) =>
      cyclesOf(graph).map((entries) => `${parent}/: ${entries.join(', ')}`),
    );
    expect(cycles).toEqual([]);
  });
});

const graph = (edges: Readonly<Record<string, readonly string[]>>): Graph =>
  new Map(Object.entries(edges).map(([node, targets]) => [node, new Set(targets)]));

test('finds a cycle of files', () => {
  const found = graph({ 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['a.ts'], 'd.ts': ['a.ts'] });
  expect(cyclesOf(found)).toEqual([['a.ts', 'b.ts', 'c.ts']]);
});

test('finds a cycle of folders whose files have none', () => {
  const found = graph({ 'x/a.ts': ['y/b.ts'], 'y/b.ts': [], 'y/c.ts': ['x/d.ts'], 'x/d.ts': [] });
  expect(cyclesOf(found)).toEqual([]);
  expect([...entriesOf(found).values()].flatMap(cyclesOf)).toEqual([['x', 'y']]);
});
