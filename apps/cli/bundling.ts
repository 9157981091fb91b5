// The parts that the package's build and the single file share.
import { builtinModules as builtins } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Loads each module of Node.js when a member of it is first used. An ECMAScript import evaluates every export, which for
 * node:crypto includes WebCrypto. esbuild copies the prototype of a CommonJS module, so the prototype loads it.
 */
export const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(node:.*|${builtins.join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'builtin',
    }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = Object.create(new Proxy({}, {
        get: (_, name) => name === '__esModule' ? undefined : process.getBuiltinModule(${JSON.stringify(path)})[name],
      }))`,
    }));
  },
};

/** In a bundle, a late import of a CommonJS package has only a default export. */
export const lateCommonJs: Plugin = {
  name: 'late-commonjs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bcrypt-pbkdf$/ }, ({ path, kind, resolveDir }) =>
      kind === 'dynamic-import' ? { path, namespace: 'late', pluginData: resolveDir } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path, pluginData }) => ({
      contents: `export { pbkdf } from ${JSON.stringify(path)}`,
      resolveDir: pluginData,
    }));
  },
};
