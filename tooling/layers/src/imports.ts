import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

/** A directed graph: each node with the nodes that it uses. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

// `from './x.ts'`, `import './x.ts'` and `import('./x.ts')`, types included.
const RELATIVE_IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

/** The imports between the source files of a folder, tests left out. */
export function importsIn(folder: string): Graph {
  const files = globSync('**/*.{ts,mjs}', {
    cwd: folder,
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      '**/{test,testing,bench}/**',
      '**/*.{test,conformance,long}.ts',
    ],
  }).map((file) => file.replaceAll('\\', '/'));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const targets = Array.from(text.matchAll(RELATIVE_IMPORT), ([, path = '']) =>
        join(dirname(file), path),
      );
      return [file, new Set(targets.filter((target) => known.has(target)))];
    }),
  );
}

/**
 * The imports between the entries of each folder: its files, and its subfolders as one entry each. In a folder without
 * cycles, a reader can put the entries in an order in which each uses only those before it.
 */
export function entriesOf(imports: Graph): ReadonlyMap<string, Graph> {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const [file, targets] of imports) {
    for (const target of targets) {
      const [folder, from, to] = split(file, target);
      const graph = folders.get(folder) ?? new Map<string, Set<string>>();
      graph.set(from, (graph.get(from) ?? new Set<string>()).add(to));
      folders.set(folder, graph);
    }
  }
  return folders;
}

/** The deepest folder that contains both files, and the entry of each in it. */
function split(file: string, target: string): readonly [folder: string, from: string, to: string] {
  const parts = file.split('/');
  const others = target.split('/');
  const depth = parts.findIndex((part, index) => part !== others[index]);
  return [parts.slice(0, depth).join('/'), parts[depth] ?? file, others[depth] ?? target];
}

/** The nodes of each cycle: sets of nodes that reach each other. */
export function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  const reachable = new Map([...graph.keys()].map((node) => [node, reach(graph, node)]));
  const cycles = new Map<string, readonly string[]>();
  for (const [node, reached] of reachable) {
    if (!reached.has(node)) continue;
    const members = [...reached].filter((other) => reachable.get(other)?.has(node)).sort();
    cycles.set(members.join(), members);
  }
  return [...cycles.values()];
}

function reach(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...(graph.get(start) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    waiting.push(...(graph.get(node) ?? []));
  }
  return reached;
}
